"""Texts as words that can be searched for phrases: no case, no accents, a full stop for every pause.

Each word stands between spaces of its own, so a phrase is found only as whole words, and two phrases that
follow each other share no space: what an Aho-Corasick automaton needs to respect word boundaries.
"""

import re
import unicodedata

POSSESSIVE = re.compile("['`\u2019\u00b4]s\\b")
PAUSE = re.compile("[.,;:!?()\\[\\]{}|/\\\\\u2022\u00b7\u2013\u2014\n]+|\\s-\\s")
OTHER = re.compile(r"[^\w.]+|_")
STOP = " . "


def spaced(text: str) -> str:
    """A text as "  v  neck  .  red " : words between single spaces of their own, pauses as full stops."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    text = POSSESSIVE.sub("", text.lower())
    text = OTHER.sub(" ", PAUSE.sub(STOP, text))
    words = text.split()
    return f" {'  '.join(words)} " if words else ""


def plain(phrase: str) -> str:
    """What `spaced` made, as one reads it."""
    return " ".join(phrase.split())


def plurals(text: str) -> list[str]:
    """A phrase as it is written, and with its last word in the other number, by English endings."""
    head, _, last = text.strip().rpartition(" ")
    if len(last) < 3 or last[0].isdigit():  # one of the 50s is not 50
        return [text]
    forms = {last}
    if last.endswith("ies") and len(last) > 4:
        forms.add(last[:-3] + "y")
    elif last.endswith(("sses", "xes", "ches", "shes")):
        forms.add(last[:-2])
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        forms.add(last[:-1])
    elif last.endswith("y") and last[-2] not in "aeiou":
        forms.add(last[:-1] + "ies")
    elif last.endswith(("ss", "x", "ch", "sh")):
        forms.add(last + "es")
    elif not last.endswith("s"):
        forms.add(last + "s")
    rest = sorted(forms - {last})
    return [f"{head} {form}" if head else form for form in [last, *rest]]
