"""Findings for a person at a terminal: one line each."""

from fittingroom.lint.nouns import Linted


def as_text(linted: Linted) -> str:
    """`file:line:column CODE sentence; fix` a line; the empty text for no findings."""
    return "".join(f"{flag.place} {flag.code} {flag.sentence}; {flag.fix}\n" for flag in linted.flags)
