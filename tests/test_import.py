"""`import fittingroom` is light, and every public name can be had."""

import subprocess
import sys

import pytest

import fittingroom

HEAVY = ("torch", "pandas", "pyarrow", "sklearn", "keras", "scipy", "PIL", "jinja2", "numpy")


def test_import_loads_nothing_heavy():
    code = f"import fittingroom, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_torch():
    code = "import sys; from fittingroom.cli import parser; parser(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", dir(fittingroom))
def test_every_public_name_is_there(name: str):
    assert getattr(fittingroom, name) is not None


def test_functions_keep_their_names_when_rooms_are_imported():
    import fittingroom.studies.tryon

    assert fittingroom.report is fittingroom.studies.tryon.report
    assert callable(fittingroom.load)


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match=r"no attribute 'lode'; it has .*load"):
        _ = fittingroom.lode
