"""What a rule answers with, before it is given a place in a file."""

import ast
from dataclasses import dataclass

from fittingroom.lint.nouns import Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake at a node of the syntax tree: what is there, in one sentence, and what to do."""

    node: ast.AST
    sentence: str
    fix: str
    severity: Severity = "error"
