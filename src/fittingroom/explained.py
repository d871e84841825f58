"""What a check or a rule says of itself: one docstring for its page, `fittingroom checks` and the report.

The docstring of its file holds the title, then a Markdown text under each of `HEADINGS`.
"""

import re
from dataclasses import dataclass
from types import ModuleType

HEADINGS = ("How it is detected", "Why it matters", "What to do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`how` a mistake is detected, `why` it matters and what to `do` about it are Markdown paragraphs."""

    code: str
    title: str
    how: str
    why: str
    do: str


def paragraphs(module: ModuleType) -> dict[str, str]:
    """The title and the three texts of a module's docstring, by the names that `Explained` gives them.

    Raises TypeError for a docstring of another form, or with another title than the module's TITLE.
    """
    pieces = re.split(r"^## (.+)$", module.__doc__ or "", flags=re.MULTILINE)
    title, headings, texts = pieces[0].strip(), tuple(pieces[1::2]), [text.strip() for text in pieces[2::2]]
    if title != module.TITLE or headings != HEADINGS:
        raise TypeError(
            f"{module.__name__}: the docstring must hold the title and {HEADINGS}, has {headings}"
        )
    return dict(zip(("title", "how", "why", "do"), (title, *texts), strict=True))


def page(about: Explained) -> str:
    """The page in the docs, in Markdown."""
    sections = zip(HEADINGS, (about.how, about.why, about.do), strict=True)
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections)
    return f"# {about.code}: {about.title}\n\n{body}\n"
