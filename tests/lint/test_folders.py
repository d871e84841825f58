from pathlib import Path

import pytest

from fittingroom.errors import InputError
from fittingroom.lint import files


@pytest.fixture
def tree(tmp_path) -> Path:
    wanted = ["a.py", "b.ipynb", "deep/er/c.py"]
    others = [
        "d.txt",
        ".hidden/e.py",
        "venv/f.py",
        "mine/pyvenv.cfg",
        "mine/lib/g.py",
        "build/h.py",
        "x.egg-info/i.py",
        "deep/.ipynb_checkpoints/c-checkpoint.ipynb",
        "deep/__pycache__/j.py",
    ]
    for name in wanted + others:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def test_a_folder_gives_its_python_and_notebooks_once(tree):
    found = [path.relative_to(tree).as_posix() for path in files([tree, tree / "a.py"])]
    assert found == ["a.py", "b.ipynb", "deep/er/c.py"]


def test_what_is_named_is_read_whatever_it_is(tree):
    assert files([tree / "d.txt"]) == [tree / "d.txt"]
    assert files([tree / "build"]) == [tree / "build" / "h.py"]


def test_what_does_not_exist_or_is_empty_is_one_sentence(tree, tmp_path):
    with pytest.raises(InputError, match=r"no file or folder .*absent"):
        files([tree / "absent"])
    (tmp_path / "bare").mkdir()
    with pytest.raises(InputError, match=r"no .py file or notebook in .*bare"):
        files([tmp_path / "bare"])
