"""Whole protocols that compose the rest: from a model and a data set to a report."""
