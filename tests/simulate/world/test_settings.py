"""Settings come back from the file that they were written to, and say what is wrong with one."""

from dataclasses import replace
from pathlib import Path

import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.world.settings import Annotators, Copies, World, find_world, world_text


def test_the_named_world_comes_back_from_its_file(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(world_text(find_world("wish")), encoding="utf-8")
    assert find_world(path) == find_world("wish") == World()


def test_a_file_may_tell_only_what_it_changes(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text("[copies]\ncombined = 0\nkinds = { exact = 1 }\n[scene]\nmore = { color = [0.5] }\n")
    found = find_world(path)
    assert found.name == "mine"
    assert found.copies == replace(Copies(), combined=0.0, kinds={"exact": 1.0})
    assert found.scene.more == {"color": (0.5,)}
    assert found.sellers == World().sellers


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[copy]\n", r"the settings are name, scene, .* found 'copy' \(did you mean copies\?\)"),
        ("[copies]\nview = .1\n", "not a readable TOML"),
        ("[scene]\nmore = { color = 3 }\n", r"more\.color in \[scene\] must be a list of numbers, found 3"),
        ("[copies]\ncombined = 1.5\n", "copies.combined must be between 0 and 1, found 1.5"),
        ("[sellers]\nspread = -1\n", "sellers.spread must be at least 0, found -1"),
        ("[annotators]\npool = 3\n", "4 answers a row need as many annotators, found a pool of 3"),
        ("[copies]\nkinds = { copied = 1 }\n", "unknown kind of copy 'copied'"),
        ("[sellers]\nlanguages = { nl = 1 }\n", "unknown language 'nl'; the languages are en, de, fr, es"),
        ("[scene]\npresent = { colour = 0.5 }\n", r"'colour' \(did you mean color\?\)"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, complaint: str, tmp_path: Path):
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(InputError, match=complaint):
        find_world(tmp_path / "mine.toml")


def test_an_unknown_world_is_refused():
    with pytest.raises(InputError, match=r"no world 'wihs' \(did you mean wish\?\)"):
        find_world("wihs")


def test_values_are_checked_at_birth_too():
    with pytest.raises(InputError, match="sensitivity must be between 0 and 1"):
        World(annotators=Annotators(sensitivity=1.2))
