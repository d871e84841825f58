import json
import logging
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fittingroom.data import KNOWN
from fittingroom.data.croissant import croissant, json_text, licence_address, spdx
from fittingroom.data.export import export
from fittingroom.data.published import RemoteFile
from tests.data.brought import CARD, CLASSES, made

mlcroissant = pytest.importorskip("mlcroissant")
# The validator uses deprecated parts of what it rests on (rdflib, pandas); nothing of ours is meant.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:mlcroissant"),
]


def issues(described: dict | str) -> str:
    """What mlcroissant says of a description; it raises on errors and reports warnings."""
    logging.getLogger("absl").setLevel(logging.ERROR)
    dataset = mlcroissant.Dataset(described)
    return dataset.metadata.ctx.issues.report()


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.card.name)
def test_every_known_card_is_valid_without_warnings(known):
    described = croissant(known.card, files=known.files, address=known.addresses[0])
    assert issues(json.loads(json_text(described))) == ""
    digests = {file["sha256"] for file in described["distribution"]}
    assert digests == set(known.card.sha256.values())
    assert all(file["contentSize"].endswith(" B") for file in described["distribution"])
    assert described["citeAs"] == known.card.citation


def test_payloads_are_named_by_what_the_digest_is_of():
    payload = RemoteFile(name="x.gz", sha256="0" * 64, size=5)
    container = RemoteFile(name="y.gz", sha256="1" * 64, size=6, of="container")
    files = croissant(CARD, files=(payload, container), address="https://example.org/")["distribution"]
    assert [file["contentUrl"] for file in files] == ["x", "https://example.org/y.gz"]
    assert [file["encodingFormat"] for file in files] == ["application/octet-stream", "application/gzip"]


@pytest.mark.parametrize("colour", [False, True])
def test_an_exported_folder_is_valid_and_yields_every_record(tmp_path, colour):
    data = made(colour=colour)
    out = export(data, "parquet", tmp_path / "out")
    assert issues(str(out / "croissant.json")) == ""
    dataset = mlcroissant.Dataset(str(out / "croissant.json"))
    for part in ("train", "test"):
        records = list(dataset.records(part))
        mine = data.take(part)
        assert [record[f"{part}/id"].decode() for record in records] == mine.ids.tolist()
        assert [record[f"{part}/label"] for record in records] == mine.labels.tolist()
        assert np.array_equal(
            np.stack([np.asarray(record[f"{part}/image"]) for record in records]), mine.images
        )
    names = [record["classes/name"] for record in dataset.records("classes")]
    assert [name.decode() if isinstance(name, bytes) else name for name in names] == list(CLASSES)


def test_a_changed_file_no_longer_fits_its_description(tmp_path):
    out = export(made(), "parquet", tmp_path / "out")
    file = out / "data" / "train-00000-of-00001.parquet"
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(mlcroissant.GenerationError, match=r"Download\(data/train"):
        list(mlcroissant.Dataset(str(out / "croissant.json")).records("train"))


def test_data_without_citation_or_version_is_valid_too(tmp_path):
    data = made()
    bare = replace(
        data, card=replace(CARD, citation="not stated", licence="not stated", version="unversioned", notes=())
    )
    out = export(bare, "parquet", tmp_path / "out")
    described = json.loads((out / "croissant.json").read_text(encoding="utf-8"))
    assert issues(described) == ""
    assert described["version"] == "0.0.0+unversioned"
    assert date.fromisoformat(described["datePublished"])


@pytest.mark.parametrize(
    ("licence", "known"),
    [
        ("MIT", "MIT"),
        ("MIT (Expat)", "MIT"),
        ("Mitsubishi", None),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC BY-SA 3.0 (as somebody says)", "CC-BY-SA-3.0"),
        ("cc0 1.0", "CC0-1.0"),
        ("not stated", None),
    ],
)
def test_licences_in_words_are_recognised(licence, known):
    assert spdx(licence) == known
    assert licence_address(licence) == (f"https://spdx.org/licenses/{known}" if known else licence)


@pytest.mark.parametrize(
    ("citation", "year"),
    [
        ("Xiao 2017: x, arXiv 1708.07747", "2017"),
        ("LeCun et al. (1998).", "1998"),
        ("A 2012 and 2015", "2012"),
    ],
)
def test_the_year_is_read_from_the_citation(citation, year):
    assert croissant(replace(CARD, citation=citation))["datePublished"] == year


def test_an_arxiv_number_is_no_year():
    assert croissant(replace(CARD, citation="arXiv 2008.01234"))["datePublished"] != "2008"
