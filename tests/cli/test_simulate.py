"""`fittingroom simulate` as a user meets it."""

from pathlib import Path

import pyarrow.parquet as pq

from fittingroom.cli import main
from tests.cli.made import fails


def test_a_tiny_world_and_one_of_its_own_settings(tmp_path: Path, capsys):
    out = tmp_path / "world"
    command = ["simulate", str(out), "--products", "20", "--size-px", "24", "--workers", "1"]
    assert main(command) == 0
    assert "25 rows of 20 simulated products (2 other views, 3 copies) in 1 parts" in capsys.readouterr().out
    assert pq.read_table(out / "catalog").num_rows == 25
    assert main(command) == 0

    settings = (out / "world.toml").read_text(encoding="utf-8").replace("copies = 0.13", "copies = 0.5")
    (tmp_path / "more.toml").write_text(settings, encoding="utf-8")
    command[1:2] = [str(tmp_path / "more"), "--world", str(tmp_path / "more.toml")]
    assert main(command) == 0
    assert pq.read_table(tmp_path / "more" / "truth").column("copy_of").null_count == 22


def test_what_cannot_be_is_a_sentence(tmp_path: Path, capsys):
    out = str(tmp_path / "world")
    command = ("simulate", out, "--products")
    assert "no world 'wihs' (did you mean wish?)" in fails(capsys, *command, "9", "--world", "wihs")
    assert "at least 1 product, asked for 0" in fails(capsys, *command, "0")
    assert not (tmp_path / "world").exists()
