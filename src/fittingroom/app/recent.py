"""What was asked lately, so that it can be named or answered: bounded in number and in bytes."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fittingroom.app.safety import Refused

Value = TypeVar("Value")


@dataclass(slots=True)
class Recent(Generic[Value]):
    """Values under names that nobody can guess; the oldest go first. Used on one thread."""

    most: int
    most_bytes: int = 0
    what: str = "picture"
    held: OrderedDict[str, tuple[Value, int]] = field(default_factory=OrderedDict)

    def add(self, value: Value, size: int = 0) -> str:
        """Hold a value of `size` bytes; returns its name."""
        name = secrets.token_urlsafe(12)
        self.held[name] = (value, size)
        while len(self.held) > self.most or (len(self.held) > 1 and self._bytes() > self.most_bytes):
            self.held.popitem(last=False)
        return name

    def get(self, name: object) -> Value:
        """The value of that name. Raises Refused with status 410 when it has gone."""
        if not isinstance(name, str) or name not in self.held:
            raise Refused(410, f"this {self.what} is no longer held, it was too long ago; begin anew")
        return self.held[name][0]

    def put(self, name: object, value: Value) -> None:
        """Replace the value of a name, if it is held."""
        if isinstance(name, str) and name in self.held:
            self.held[name] = (value, self.held[name][1])

    def drop(self, name: object) -> None:
        """Hold it no longer."""
        if isinstance(name, str):
            self.held.pop(name, None)

    def _bytes(self) -> int:
        return sum(size for _, size in self.held.values())
