"""Methods of lists and dictionaries, as far as they hold data or scores."""

import ast

from fittingroom.lint.calls import Answer, Call
from fittingroom.lint.values import Constant, Instance, Many, Named, Text, Value
from fittingroom.lint.walk import Walk


def _append(walk: Walk, call: Call) -> Value:
    """Appending to a list that has a name."""
    added = call.argument(0)
    held = call.receiver
    if not isinstance(held, Many) or not isinstance(call.node.func, ast.Attribute):
        return Constant(None)
    more = added.items if call.name == "extend" and isinstance(added, Many) else (added,)
    fresh = tuple(item for item in more if item not in held.items)
    value = Many((*held.items, *fresh)[:12])
    place = call.node.func.value
    if isinstance(place, ast.Name):
        call.scope[place.id] = value
    elif isinstance(place, ast.Attribute):
        owner = walk.evaluate(walk, call.scope, place.value)
        if isinstance(owner, Instance):
            owner.attributes[place.attr] = value
    elif isinstance(place, ast.Subscript) and isinstance(place.value, ast.Name):
        owner = call.scope.get(place.value.id)
        key = walk.evaluate(walk, call.scope, place.slice)
        if isinstance(owner, Named) and isinstance(key, Text):
            call.scope[place.value.id] = Named({**owner.items, key.text: value})
    return Constant(None)


def _items(walk: Walk, call: Call) -> Value:
    held = call.receiver
    if not isinstance(held, Named):
        return held
    if call.name == "values":
        return Many(tuple(held.items.values()))
    if call.name == "keys":
        return Many(tuple(Text(key) for key in held.items))
    return Many(tuple(Many((Text(key), value)) for key, value in held.items.items()))


def _get(walk: Walk, call: Call) -> Value:
    key = call.argument(0)
    if isinstance(call.receiver, Named) and isinstance(key, Text):
        return call.receiver.items.get(key.text)
    return None


CONTAINERS: dict[str, Answer] = {
    "append": _append,
    "extend": _append,
    "insert": _append,
    "items": _items,
    "values": _items,
    "keys": _items,
    "get": _get,
}
