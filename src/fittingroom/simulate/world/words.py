"""The words of the simulated sellers, from words.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from fittingroom.data.attributes import imaterialist
from fittingroom.data.toml_file import read_toml

T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """labels: language -> what each column of the label map is called, in English where nothing else is
    known.

    coarse: kind of garment -> words that say less than a label; noise: size, spam, stuffing, maker; phrases:
    language -> hoodless, adjective, material, detail, negation, filler.
    """

    labels: Mapping[str, tuple[tuple[str, ...], ...]]
    coarse: Mapping[str, tuple[str, ...]]
    noise: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]


@lru_cache(maxsize=1)
def words() -> Words:
    """All words of words.toml."""
    told = read_toml(Path(__file__).parent / "words.toml", "the words of the sellers")
    names = [label.name for label in imaterialist().labels]
    return Words(
        labels={
            language: tuple(
                tuple(told["words"][name].get(language, told["words"][name]["en"])) for name in names
            )
            for language in told["language"]
        },
        coarse={kind: tuple(some) for kind, some in told["coarse"].items()},
        noise={what: tuple(some) for what, some in told["noise"].items()},
        phrases={
            language: {what: tuple(some) for what, some in phrases.items()}
            for language, phrases in told["language"].items()
        },
    )


def one(options: Sequence[T], chance: float) -> T:
    """The one of the options that a uniform number chooses."""
    return options[int(chance * len(options))]
