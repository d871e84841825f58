"""Findings as GitHub workflow commands, which become annotations of a pull request."""

from fittingroom.lint.nouns import Linted, Place

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(linted: Linted) -> str:
    """One `::error file=...,line=...::sentence` a line; in notebooks the sentence says which cell."""
    lines = [
        f"::{LEVELS[flag.severity]} {_where(flag.place, flag.code)}::"
        f"{_escaped(f'{_cell(flag.place)}{flag.sentence}; {flag.fix}')}"
        for flag in linted.flags
    ]
    lines += [
        f"::warning {_where(trouble.place, 'not read')}::{_escaped(_cell(trouble.place) + trouble.sentence)}"
        for trouble in linted.troubles
    ]
    return "".join(f"{line}\n" for line in lines)


def _where(place: Place, title: str) -> str:
    file = f"file={_property(place.path.as_posix())}"
    if place.cell:
        return f"{file},title={_property(title)}"
    return f"{file},line={place.line},col={place.column},title={_property(title)}"


def _cell(place: Place) -> str:
    return f"cell {place.cell}, line {place.line}: " if place.cell else ""


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
