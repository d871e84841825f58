"""Predictions and labels become Measurements: numbers that carry their interval, method and part.

One question per file: accuracy, baselines, paired (which of two models?), ranks (which of many?), seeds,
calibration, conformal (which set of answers?) and coverage (does it hold the label?), selective (what is
gained by answering less?), familiarity (is this picture like those learned?), refusal and auroc (what is
that worth?), gap (train against val), reuse (best of N looks), labels (which are suspect?), moments and
projection (what are the pictures like?); intervals lies below them.
"""
