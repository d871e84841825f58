"""The list of recipes is complete, and asking for one is safe."""

import subprocess
import sys

import pytest

from fittingroom.errors import InputError, MissingExtra
from fittingroom.models import RECIPES, recipe


@pytest.mark.parametrize("name", [known.name for known in RECIPES])
def test_a_recipe_has_what_every_recipe_has(name):
    module = recipe(name).module
    assert module.__name__ == f"fittingroom.models.{module.NAME}"
    assert isinstance(recipe(name).params, module.Params)
    assert callable(module.fit)
    assert callable(module.predict)


def test_an_unknown_recipe_is_refused_with_the_list():
    with pytest.raises(InputError, match="there is no recipe 'resnet'; the recipes are convnet"):
        recipe("resnet")


def test_without_torch_the_line_to_install_it_is_given(monkeypatch):
    monkeypatch.delitem(sys.modules, "fittingroom.models.convnet", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(
        MissingExtra, match=r'training needs the package torch.*pip install "fittingroom\[train\]"'
    ):
        assert recipe("convnet").params


def test_importing_the_models_loads_no_engine():
    code = "import sys, fittingroom.models; print({'torch', 'sklearn', 'keras'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
