"""Charts of labels: what is drawn lies where its number says, and every word is escaped."""

import re

import numpy as np
import pytest

from fittingroom.reporting.label_charts import BOTTOM, TOP, ranked, sizes, together


def points(markup, style):
    path = re.search(rf'<path d="M([^"]+)" class="{style}"', markup).group(1)
    return [tuple(map(float, point.split())) for point in path.split("L")]


def test_a_tenfold_count_is_one_step_of_the_scale():
    counts = np.array([1, 1000, 10, 100])
    line = points(ranked([("now", counts)], list("abcd"), few=50, many=500, title="t"), "line val")
    heights = [y for _, y in line]
    assert heights == pytest.approx([TOP, TOP + 220 / 3, TOP + 440 / 3, BOTTOM], abs=0.1)
    assert [x for x, _ in line] == sorted(x for x, _ in line)


def test_labels_without_an_image_lie_on_the_ground_and_both_series_are_drawn():
    series = [("before", np.array([100, 5, 0])), ("now", np.array([80, 0, 0]))]
    markup = ranked(series, ["<b>", "c", "d"], few=50, many=70, title="t")
    assert points(markup, "line val")[-1][1] == points(markup, "line train")[-1][1] == BOTTOM
    assert "&lt;b&gt; 80" in markup
    assert "<b>" not in markup
    assert "50: the tail below" in markup


def test_a_limit_above_the_scale_is_not_drawn():
    markup = ranked([("now", np.array([8, 2]))], ["a", "b"], few=500, many=10_000, title="t")
    assert "the tail" not in markup


def test_bars_are_as_high_as_shares():
    markup = sizes([("train", np.array([0, 30, 10])), ("val", np.array([5, 5]))], title="t")
    bars = [float(height) for height in re.findall(r'height="([\d.]+)" class="bar"><title>', markup)]
    assert bars[1] / bars[2] == pytest.approx(3, rel=0.02)
    assert bars[0] == 0
    assert "1 labels: 75.0\N{NARROW NO-BREAK SPACE}% of train" in markup
    assert markup.count("whisker") == 2  # its key, and one path for all of val


def test_shares_are_of_the_row():
    both = np.array([[10, 10], [10, 50]])
    markup = together(both, ["Red & green", "Blue"], title="t")
    assert "100\N{NARROW NO-BREAK SPACE}% of the 10 with Red &amp; green have Blue" in markup
    assert "20.0\N{NARROW NO-BREAK SPACE}% of the 50 with Blue have Red &amp; green" in markup
    assert 'fill-opacity="0.55"' in markup
    assert 'fill-opacity="0.14"' in markup
