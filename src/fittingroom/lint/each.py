"""Names written in one text, so that a table of them can be read."""


def each(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())
