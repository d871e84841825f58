"""What is put on shoes: laces, buckles, bows, caps, fur."""

from collections.abc import Callable

from fittingroom.simulate.garments.outline import Part, line, oval, smooth, surface
from fittingroom.simulate.garments.uppers import Last


def laces(at: Last) -> list[Part]:
    """Rungs from the shaft over the instep to the toes."""
    low = (0.67, -at.sole - 0.175 * at.bulk)
    if at.shaft > 0.3:
        track = [(0.39, -at.seat - at.shaft + 0.05), (0.40, -at.seat - 0.27), low]
    else:
        track = [(0.38, -at.seat - at.collar * 1.15 - at.shaft), low]
    rungs = 8 if at.shaft > 0.3 else 5
    parts = []
    for i in range(rungs):
        share = i / (rungs - 1) * (len(track) - 1)
        piece = min(int(share), len(track) - 2)
        (x, y), (u, v) = track[piece], track[piece + 1]
        x, y = x + (u - x) * (share - piece), y + (v - y) * (share - piece)
        parts.append(Part(line([(x - 0.11, y + 0.045), (x + 0.005, y + 0.005)]), "lace", 0.9, pen=0.022))
    return parts


def swoosh(at: Last) -> list[Part]:
    """A curved band on the flank and a patch on the heel."""
    p, seat = at.sole, at.seat
    flank = [(0.2, -seat - 0.05), (0.34, -p - 0.02, 0.64, -p - 0.15), (0.34, -p - 0.08, 0.24, -seat - 0.11)]
    heel = line([(0.012, -seat - 0.02), (0.0, -seat - 0.1, 0.06, -seat - 0.16)])
    return [Part(surface(flank), "pale", 0.75, hard=True), Part(heel, "pale", 0.72, pen=0.035)]


def cap(at: Last) -> list[Part]:
    """Seams of a dress shoe."""
    p = at.sole
    toe = line([(0.8, -p - 0.14 * at.bulk), (0.85, -p - 0.06, 0.81, -p)])
    facing = line([(0.40, -at.seat - 0.1), (0.5, -p - 0.06, 0.64, -p - 0.14)])
    return [Part(seam, "seam", 0.8, pen=0.014) for seam in (toe, facing)]


def rubber_toe(at: Last) -> list[Part]:
    p = at.sole
    toe = [(0.82, -p), (0.83, -p - 0.12, 0.9, -p - 0.122 * at.bulk), (1.0, -p - 0.1, 1.012, -p)]
    return [Part(surface(toe), "pale", 0.8, hard=True)]


def penny(at: Last) -> list[Part]:
    """The strap with a slit across a loafer's instep."""
    p = at.sole
    strap = [(0.47, -p - 0.19 * at.bulk), (0.6, -p - 0.2 * at.bulk), (0.67, -p - 0.07), (0.55, -p - 0.05)]
    return [
        Part(surface(strap), "main", 0.95),
        Part(line([(0.54, -p - 0.125), (0.64, -p - 0.13)]), "dark", 0.97, pen=0.024),
    ]


def fur(at: Last) -> list[Part]:
    s = at.seat + at.shaft
    rim = [(-0.05, -s + 0.05), (-0.07, -s - 0.05), (0.1, -s - 0.085), (0.3, -s - 0.08), (0.43, -s - 0.02)]
    rim += [(0.41, -s + 0.07), (0.2, -s + 0.08), (-0.05, -s + 0.05)]
    return [Part(surface(smooth(rim)), "fur", 1.0)]


def buckle(at: Last) -> list[Part]:
    strap = line([(0.02, -at.seat - 0.27), (0.2, -at.seat - 0.24, 0.39, -at.seat - 0.29)])
    return [
        Part(strap, "dark", 0.8, pen=0.04),
        Part(oval(0.24, -at.seat - 0.255, 0.07), "metal", 0.95, hard=True),
    ]


def bow(at: Last) -> list[Part]:
    p = at.sole
    wings = [
        [(0.73, -p - 0.13), (0.655, -p - 0.2), (0.65, -p - 0.07)],
        [(0.73, -p - 0.13), (0.81, -p - 0.19), (0.81, -p - 0.07)],
    ]
    return [
        *(Part(surface(wing), "trim", 0.9) for wing in wings),
        Part(oval(0.73, -p - 0.13, 0.05), "trim", 1.0),
    ]


def band(at: Last) -> list[Part]:
    """Stripes around the shaft of a rubber boot."""
    s = at.seat + at.shaft
    return [
        Part(line([(-0.03, -s + y), (0.18, -s + y + 0.01, 0.385, -s + y - 0.01)]), "pale", 0.8, pen=0.022)
        for y in (0.06, 0.11)
    ]


def hooks(at: Last) -> list[Part]:
    return [
        Part(oval(0.34, -at.seat - y, 0.03), "metal", 0.95, hard=True)
        for y in (0.34, 0.42, 0.5)
        if y < at.shaft
    ]


SHOE_DETAILS: dict[str, Callable[[Last], list[Part]]] = {
    "band": band,
    "bow": bow,
    "buckle": buckle,
    "cap": cap,
    "fur": fur,
    "hooks": hooks,
    "laces": laces,
    "penny": penny,
    "rubber toe": rubber_toe,
    "swoosh": swoosh,
}
