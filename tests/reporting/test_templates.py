"""The style sheet: every ink can be read on every ground, in light and in dark."""

import re
from pathlib import Path

import pytest

import fittingroom.reporting.html as page
from fittingroom.reporting.heatmap import WORST_TINT

CSS = (Path(page.__file__).parent / "templates" / "report.css").read_text()


def palette(dark: bool) -> dict[str, tuple[float, ...]]:
    """The colours of a scheme, as fractions of red, green and blue."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", blocks[0] + (blocks[1] if dark else "")))
    return {name: tuple(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)) for name, c in colours.items()}


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    dim, bright = sorted((luminance(a), luminance(b)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "alert", "good"])
def test_text_has_contrast_in_both_schemes(dark, ground, ink):
    colours = palette(dark)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_can_be_read_on_the_tinted_cells(dark):
    colours = palette(dark)
    worst = tuple(
        WORST_TINT * wrong + (1 - WORST_TINT) * paper
        for wrong, paper in zip(colours["wrong"], colours["paper"], strict=True)
    )
    assert contrast(colours["ink"], worst) >= 4.5
    assert contrast(colours["ink"], colours["tint"]) >= 4.5


def test_contrast_itself_is_right():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)) == 1
