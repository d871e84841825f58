"""A docstring in three headed texts is what a check or a rule says of itself."""

from types import ModuleType

import pytest

from fittingroom.explained import Explained, page, paragraphs

DOCSTRING = """Does it rain?

## How it is detected

By a wet hat.

It may be snow.

## Why it matters

Hats shrink.

## What to do

Take another hat.
"""


def module(docstring: str | None) -> ModuleType:
    made = ModuleType("fr999_rain", docstring)
    vars(made)["TITLE"] = "Does it rain?"
    return made


def test_a_docstring_becomes_a_page_that_says_the_same():
    told = paragraphs(module(DOCSTRING))
    assert told["how"] == "By a wet hat.\n\nIt may be snow."
    assert page(Explained(code="FR999", **told)) == f"# FR999: {DOCSTRING}"


@pytest.mark.parametrize(
    "docstring",
    [
        None,
        DOCSTRING.replace("rain", "snow"),
        DOCSTRING.replace("## Why", "## How"),
        DOCSTRING + "\n## Read more\n\nA book.\n",
    ],
)
def test_another_form_is_refused(docstring):
    with pytest.raises(TypeError, match="fr999_rain: the docstring must hold the title and"):
        paragraphs(module(docstring))
