"""What a report says of knowing: all of it for a recipe, what is possible for others, and why no more."""

import dataclasses
import json
import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import fittingroom as fr
from fittingroom.measure.familiarity import Familiar
from fittingroom.models import convnet
from fittingroom.models.calibrated import calibrate
from fittingroom.models.familiar import FAMILIARITY
from fittingroom.studies.noticing import noticing
from fittingroom.studies.training import train_and_report
from fittingroom.types import Dataset

ALL_OF_IT = ["answer-sets", "answer-sets-by-class", "surest", "refusal"]
OURS = [*ALL_OF_IT, "not-applicable"]


def figures(report) -> dict:
    return {figure.name: figure for figure in report.figures if figure.name in OURS}


def reasons(report) -> dict[str, str]:
    return dict(figures(report)["not-applicable"].table.rows)


@pytest.fixture
def model(squares: Dataset):
    fitted = convnet.fit(
        squares.part("train"),
        squares.part("val"),
        convnet.Params(widths=(8, 12), epochs=2, evaluated=40),
        classes=3,
        seed=0,
        device="cpu",
        threads=1,
    )
    return calibrate(fitted, squares.part("cal"))


def unsure(images: np.ndarray) -> np.ndarray:
    """Probabilities that depend on the picture and are never sure."""
    brightness = images.reshape(len(images), -1)[:, [30, 37, 100]].astype(float)
    return (brightness + 50) / (brightness + 50).sum(axis=1, keepdims=True)


def test_a_recipe_gets_sets_a_curve_and_three_kinds_of_refusal(model, squares: Dataset, tmp_path):
    report = fr.report(model, squares, folder=tmp_path)
    assert list(figures(report)) == ALL_OF_IT
    assert [row[0] for row in figures(report)["refusal"].table.rows] == ["neighbours", "energy", "confidence"]
    assert (tmp_path / FAMILIARITY).is_file()
    promised = [row[1] for row in figures(report)["answer-sets"].table.rows]
    assert promised == [0.9, 0.9, 0.9, 0.95, 0.95, 0.95]
    names = [m.name for m in report.measurements]
    assert len(names) == len(set(zip(names, (m.part for m in report.measurements), strict=True)))
    coverage = next(m for m in report.measurements if m.name == "coverage of 90 % LAC sets")
    assert report.baseline(coverage).value == 0.9
    kept = next(m for m in report.measurements if m.name == "kept by neighbours")
    assert report.baseline(kept).value == 0.95


def test_the_same_seed_gives_the_same_report_whatever_lies_in_the_folder(model, squares: Dataset, tmp_path):
    twice = [json.loads(fr.report(model, squares, folder=tmp_path).json())["measurements"] for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_function_is_refused_by_its_confidence_alone(squares: Dataset, tmp_path):
    report = fr.report(unsure, squares, folder=tmp_path)
    assert list(figures(report)) == OURS
    assert [row[0] for row in figures(report)["refusal"].table.rows] == ["confidence"]
    assert "fittingroom's own recipes" in reasons(report)["refusal by neighbours and by energy"]


def test_a_file_of_probabilities_on_test_gets_a_curve_and_reasons(squares: Dataset, tmp_path):
    fr.report(unsure, squares, folder=tmp_path)
    report = fr.score(tmp_path / "predictions-test.npz", squares)
    assert list(figures(report)) == ["surest", "not-applicable"]
    assert "there are none" in reasons(report)["sets of answers"]
    assert "there are none" in reasons(report)["refusal by confidence"]


def test_labels_get_reasons_alone(squares: Dataset, tmp_path):
    report = fr.report(lambda images: unsure(images).argmax(axis=1), squares, folder=tmp_path)
    assert list(figures(report)) == ["not-applicable"]
    assert list(reasons(report)) == [
        "accuracy on the surest answers",
        "refusal by confidence",
        "refusal by neighbours and by energy",
        "sets of answers",
    ]
    assert "What its confidence is worth" in report.html()


def test_a_part_is_not_judged_by_what_was_learned_on_it(squares: Dataset, tmp_path):
    fr.report(unsure, squares, folder=tmp_path)
    for part, what in (("cal", "sets of answers"), ("val", "refusal by confidence")):
        report = fr.score(tmp_path / f"predictions-{part}.npz", squares, part=part)
        assert "the very part that is judged here" in reasons(report)[what]


def test_a_recipe_fitted_elsewhere_notices_nothing(model, squares: Dataset, tmp_path, rng):
    other = dataclasses.replace(squares, images=255 - squares.images, fingerprint="")
    notice = noticing(model, other, folder=tmp_path, rng=rng)
    assert notice(squares.part("val").images) == ()
    own = noticing(model, squares, folder=tmp_path, rng=rng)(squares.part("val").images)
    assert [noticed.by for noticed in own] == ["neighbours", "energy"]
    report = fr.report(model, other, folder=tmp_path)
    assert "fitted on this data set's train part" in reasons(report)["refusal by neighbours and by energy"]


def test_the_snippet_of_the_docs_runs(squares: Dataset, tmp_path, capsys):
    page = Path(__file__).resolve().parents[2] / "docs" / "knowing.md"
    snippet = re.search(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL).group(1)
    folder = tmp_path / "run"
    train_and_report(squares, recipe="convnet", epochs=1, seed=0, folder=folder)
    small = snippet.replace('open_run("runs/fashion-mnist/convnet-seed0")', "open_run(folder, squares)")
    assert small != snippet
    capsys.readouterr()
    exec(compile(small, "knowing.md", "exec"), {"folder": folder, "squares": squares})
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3
    assert all(line.startswith(get_args(Familiar)) for line in said)
