import pytest

from fittingroom.build import named
from fittingroom.build.making import make
from fittingroom.build.sources import find_source
from tests.build.photographed import as_parquet, class_folders, samples

pytest.importorskip("ray")


@pytest.mark.timeout(240)
def test_a_cluster_builds_the_same_bytes(head, tmp_path, rng, monkeypatch):
    monkeypatch.setattr("fittingroom.build.work.PICTURES", 20)
    rows = samples(class_folders(tmp_path / "photos", 20, rng=rng))
    source = find_source(as_parquet(tmp_path / "photos.parquet", rows, row_group=20))
    recipe = named("fashion-mnist")
    there = make(source, recipe, tmp_path / "there" / "set", on=head.address)
    here = make(source, recipe, tmp_path / "here" / "set", workers=1)
    assert there.digests == here.digests
    for path in (tmp_path / "here" / "set").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "there" / path.relative_to(tmp_path / "here")).read_bytes()
