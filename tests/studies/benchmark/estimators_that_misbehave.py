"""Estimators as users bring them, good and bad, at the top level of a module for another process to find."""

import os
import time

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin


class Constant(ClassifierMixin, BaseEstimator):
    """Always says class 1."""

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        return self

    def predict(self, x):
        return np.ones(len(x), np.int64)


class Raises(Constant):
    def fit(self, x, y):
        raise ValueError("the moon is full")


class FailsAtFirst(Constant):
    """Raises as long as its folder does not say that it works now."""

    def __init__(self, folder=None):
        self.folder = folder

    def fit(self, x, y):
        if not (self.folder / "works now").exists():
            raise ValueError("not yet")
        return super().fit(x, y)


class WrongLength(Constant):
    def predict(self, x):
        return np.ones(len(x) - 1, np.int64)


class NoClass(Constant):
    def predict(self, x):
        return np.full(len(x), 77)


class Halves(Constant):
    def predict(self, x):
        return np.full(len(x), 0.5)


class NotANumber(Constant):
    def predict(self, x):
        return np.full(len(x), np.nan)


class Hangs(Constant):
    def fit(self, x, y):
        time.sleep(600)


class Hungry(Constant):
    def fit(self, x, y):
        self.much = np.ones(10**11)
        return self


class Crashes(Constant):
    def fit(self, x, y):
        os.abort()


class Forks(Constant):
    """Both processes learn on and answer: only the first may be heard."""

    def fit(self, x, y):
        if os.fork() == 0:
            self.child = True
        return super().fit(x, y)

    def predict(self, x):
        return np.full(len(x), 2 if hasattr(self, "child") else 1)


class Slow(Constant):
    """Takes long enough to be killed in the middle."""

    def fit(self, x, y):
        time.sleep(0.5)
        return super().fit(x, y)


class AsksForImages(Constant):
    def fit(self, x, y):
        assert x.dtype == np.uint8
        assert x.ndim == 3
        return super().fit(x, y)


def seeded(seed: int) -> Constant:
    made = Constant()
    made.seed = seed
    return made
