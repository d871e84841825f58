"""Predictions and labels become Measurements: numbers that carry their interval, method and part.

One question per file: accuracy, baselines, paired (which of two models?), calibration, gap (train
against val), reuse (best of N looks), labels (which labels are suspect?); intervals lies below them.
"""
