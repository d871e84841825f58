"""The same code on a real Ray cluster gives the same rows."""

import subprocess
import sys
from pathlib import Path

from fittingroom.curate.pipeline import Means, curate
from fittingroom.curate.recipe import Recipe, recipe_text
from tests.curate.made import record, write
from tests.curate.test_pipeline import ROOT, set_rows
from tests.ray_head import Head


def test_the_same_rows_come_out_on_ray(head: Head, tmp_path: Path):
    catalogue = write(tmp_path / "shop" / "a.parquet", [record(n) for n in range(12)], group=4)
    (tmp_path / "recipe.toml").write_text(recipe_text(Recipe()))
    command = [sys.executable, "-m", "fittingroom", "curate", catalogue, tmp_path / "on-ray"]
    options = ["--on", head.address, "--rows", "4", "--workers", "2", "--recipe", tmp_path / "recipe.toml"]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    curate(catalogue, tmp_path / "on-cores", means=Means(workers=1))
    assert set_rows(tmp_path / "on-ray") == set_rows(tmp_path / "on-cores")
    assert len(set_rows(tmp_path / "on-ray")) == 12
