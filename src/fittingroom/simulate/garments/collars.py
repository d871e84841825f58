"""What is sewn to necklines: collars, tubes, frills, drapes, bows and bands."""

from collections.abc import Callable

from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.necklines import CUTS
from fittingroom.simulate.garments.outline import (
    Fold,
    Node,
    Part,
    back,
    both,
    flipped,
    line,
    oval,
    smooth,
    surface,
    symmetric,
    wave,
)


def collar(_figure: Figure) -> list[Part]:
    """Two pointed wings and the stand behind them."""
    wing: list[Node] = [
        (0.002, 0.10),
        (0.058, -0.012),
        (0.066, -0.03, 0.05, -0.035),
        (0.092, 0.04),
        (0.072, 0.125),
    ]
    stand: list[Node] = [(0, -0.022), (0.03, -0.024, 0.052, -0.034), (0.06, 0.0), (0, 0.108)]
    return [Part(symmetric(stand), "lining", 0.3), *both(Part(surface(wing), "main", 0.95, turn=35))]


def tube(_figure: Figure) -> list[Part]:
    """A tube around the neck, folded over."""
    tube: list[Node] = [
        (0, -0.095),
        (0.04, -0.096, 0.057, -0.09),
        (0.064, -0.03, 0.074, 0.006),
        (0.04, 0.05, 0, 0.052),
    ]
    creases = [
        Fold(line([(-0.058, y), (0, y + 0.025, 0.058, y)]), 0.007, rise)
        for y, rise in ((-0.045, 0.5), (-0.03, -0.5))
    ]
    return [Part(symmetric(tube), "main", 0.9, turn=90).with_folds(*creases)]


def shoulder_frill(figure: Figure) -> list[Part]:
    """A frill around both arms, below bare shoulders."""
    s = figure.shoulder + 0.035
    ruffle: list[Node] = [
        (0, 0.128),
        (s * 0.6, 0.13, s, 0.095),
        (s + 0.035, 0.15, s + 0.022, 0.20),
        *wave((s + 0.022, 0.20), (0, 0.245), waves=6, rise=-0.016)[1:],
    ]
    creases = [
        Fold(line([(x * 0.9, 0.15), (x, 0.235 - abs(x) * 0.15)]), 0.01, rise)
        for x, rise in ((-0.17, -0.5), (-0.1, 0.4), (-0.04, -0.4), (0.03, 0.4), (0.09, -0.5), (0.16, 0.4))
    ]
    return [Part(symmetric(ruffle), "main", 0.95).with_folds(*creases)]


def drapes(figure: Figure) -> list[Part]:
    """Cloth that falls from the shoulders over the upper arms."""
    s = figure.shoulder
    cape: list[Node] = [
        (0.088, 0.0),
        (s * 0.9, 0.012, s + 0.02, 0.05),
        (s + 0.10, 0.2, s + 0.10, 0.34),
        (s - 0.02, 0.36, 0.10, 0.19),
        (0.07, 0.1, 0.088, 0.0),
    ]
    creases = [
        Fold(line([(0.10, 0.03), (s * 0.9, 0.12, s + 0.1 - k, 0.34 - k)]), 0.012, rise)
        for k, rise in ((0.01, 0.5), (0.05, -0.5), (0.1, 0.5), (0.14, -0.4))
    ]
    return [*both(Part(surface(cape), "main", 1.0, turn=-30).with_folds(*creases))]


def nape_bow(_figure: Figure) -> list[Part]:
    """A bow that ties the straps at the nape: the garment is seen from behind."""
    loop = surface(smooth([(0, -0.01), (0.05, -0.05), (0.075, -0.01), (0.05, 0.02), (0, -0.01)]))
    tail = line([(0.0, -0.005), (0.02, 0.08, 0.035, 0.14)])
    across = line([(-0.06, -0.008), (0, 0.004, 0.06, -0.008)])
    return [
        Part(across, "main", 0.8, pen=0.024),
        *both(Part(tail, "main", 0.85, pen=0.018)),
        *both(Part(loop, "main", 0.95)),
        Part(oval(0, -0.004, 0.028), "main", 1.0),
    ]


TRIMMINGS: dict[str, Callable[[Figure], list[Part]]] = {
    "Backless Dresses": nape_bow,
    "Collared": collar,
    "Off The Shoulder": shoulder_frill,
    "Shoulder Drapes": drapes,
    "Turtlenecks": tube,
}


def trimmings(neckline: str, *, sleeve: str, thin: bool, figure: Figure) -> list[Part]:
    """What is sewn to the neckline; nothing where only straps hold the garment."""
    if sleeve == "Strapless" or thin or neckline == "Racerback":
        return []
    if neckline in TRIMMINGS:
        return TRIMMINGS[neckline](figure)
    edge = CUTS[neckline]
    return [Part(line([*back(flipped(edge)), *edge[1:]]), "trim", 0.75, pen=0.013)]
