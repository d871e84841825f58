"""What a dataclass says is all that a file may say, and it comes back as it was written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from fittingroom.data.toml_settings import settings_of, settings_text
from fittingroom.errors import InputError


@dataclass(frozen=True)
class Drum:
    turns: int = 3
    heat: float = 0.5
    gentle: bool = False
    cap: int | None = None
    marks: tuple[str, ...] = ("wool", "silk")
    weights: Mapping[str, float] = field(default_factory=lambda: {"cotton": 1.0})
    steps: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: {"rinse": (0.1, 0.2)})

    def __post_init__(self):
        if self.turns < 1:
            raise InputError(f"turns must be 1 or more, found {self.turns}")


@dataclass(frozen=True)
class Wash:
    name: str = "usual"
    drum: Drum = field(default_factory=Drum)
    dry: Drum = field(default_factory=lambda: Drum(turns=9))


def read(text: str, default: Wash = Wash()) -> Wash:
    return settings_of(default, tomllib.loads(text), "wash.toml")


@pytest.mark.parametrize(
    "wash",
    [
        Wash(),
        Wash('two "words" in Köln \\ 🧦', Drum(cap=2, gentle=True, marks=(), heat=1e-9)),
        Wash(dry=Drum(weights={"a b": 2.0, "é": 0.0}, steps={"x.y": (), "z": (1.0,)})),
    ],
)
def test_every_setting_comes_back_from_its_text(wash):
    assert read(settings_text(wash)) == wash


def test_the_text_is_one_that_a_person_would_write():
    assert settings_text(Wash()).splitlines()[:6] == [
        'name = "usual"',
        "",
        "[drum]",
        "turns = 3",
        "heat = 0.5",
        "gentle = false",
    ]


def test_what_a_file_leaves_out_stays_as_it_was():
    assert read("") == Wash()
    assert read("[dry]\nheat = 1") == Wash(dry=Drum(turns=9, heat=1.0))
    found = read("[drum]\nweights = { wool = 2 }\ncap = 7", Wash("mine"))
    assert found == Wash("mine", replace(Drum(), weights={"wool": 2.0}, cap=7))
    assert type(found.drum.weights["wool"]) is float


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmae = 'x'", r"wash\.toml: the settings are name, drum, dry, found 'nmae' \(did you mean name\?\)"),
        (
            "[drum]\nturn = 1",
            r"the settings in \[drum\] are turns, .*, found 'turn' \(did you mean turns\?\)",
        ),
        ("drum = 3", r"wash\.toml: drum must be a section of settings, as in \[drum\], found 3"),
        ("name = 3", r"wash\.toml: name must be a text in quotes, found 3"),
        ("[drum]\nturns = 1.5", r"wash\.toml: turns in \[drum\] must be a whole number, found 1\.5"),
        ("[drum]\nturns = true", r"turns in \[drum\] must be a whole number, found True"),
        ("[drum]\ncap = 'x'", r"cap in \[drum\] must be a whole number, found 'x'"),
        ("[drum]\nheat = 'x'", r"heat in \[drum\] must be a number, found 'x'"),
        ("[drum]\ngentle = 1", r"gentle in \[drum\] must be true or false, found 1"),
        ("[drum]\nmarks = 'x'", r"marks in \[drum\] must be a list of texts, found 'x'"),
        ("[drum]\nmarks = ['x', 3]", r"each of marks in \[drum\] must be a text in quotes, found 3"),
        ("[drum]\nweights = 3", r"weights in \[drum\] must be a table of numbers, found 3"),
        ("[drum]\nweights = {}", r"weights in \[drum\] must be a table of numbers, found \{\}"),
        ("[drum]\nweights = { a = 'x' }", r"weights\.a in \[drum\] must be a number, found 'x'"),
        ("[drum]\nsteps = 1", r"steps in \[drum\] must be a table of lists of numbers, found 1"),
        ("[drum]\nsteps = { a = 1 }", r"steps\.a in \[drum\] must be a list of numbers, found 1"),
        ("[drum]\nturns = 0", "turns must be 1 or more, found 0"),
    ],
)
def test_what_cannot_be_is_a_sentence(text, message):
    with pytest.raises(InputError, match=message):
        read(text)
