"""Without the packages that draw, a sentence says which to install."""

import importlib.util
import sys

import pytest

from fittingroom.errors import MissingExtra


def test_a_missing_package_is_a_sentence(monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "skia" else there(name, *rest)
    )
    monkeypatch.delitem(sys.modules, "fittingroom.simulate.garments", raising=False)
    with pytest.raises(MissingExtra, match=r"skia-python.*pip install \"fittingroom\[simulate\]\""):
        importlib.import_module("fittingroom.simulate.garments")
