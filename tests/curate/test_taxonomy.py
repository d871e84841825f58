"""The file of synonyms is one a person edits: what is wrong in it is told, what is right is found."""

import pytest

from fittingroom.curate.taxonomy import OURS, read_taxonomy
from fittingroom.curate.words import spaced
from fittingroom.data.attributes import imaterialist
from fittingroom.errors import DataError, InputError


@pytest.fixture
def file(tmp_path):
    def written(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_ours_names_every_label_and_relations_of_the_map_only():
    known = read_taxonomy()
    names = known.labels.by_name
    assert {m.label for m in known.phrases.values() if m.kind == "label"} == set(known.group)
    for label in known.labels.labels:
        assert known.phrases[spaced(label.name)].label == label.id
    for kind, parents in known.parents.items():
        assert known.group[kind] in known.exclusive
        assert all(known.group[parent] == known.group[kind] for parent in parents)
    assert names["Prom Dresses"].id not in known.above[names["Dresses"].id]
    assert {names["Dresses"].id, names["Formal Dresses"].id} <= known.above[names["Prom Dresses"].id]


def test_every_name_in_ours_is_in_the_map():
    import tomllib

    found = tomllib.loads(OURS.read_text(encoding="utf-8"))
    names = imaterialist().by_name
    for section in ("en", "de", "es", "fr", "it", "kinds", "beside", "bare"):
        assert set(found[section]) <= set(names), section
    for section in ("kinds", "beside"):
        assert {name for some in found[section].values() for name in some} <= set(names)


def test_labels_agree_both_ways_and_their_kinds_too():
    known = read_taxonomy()
    id_of = {name: label.id for name, label in known.labels.by_name.items()}
    for a, b in (("Sandals", "Heels"), ("Sandals", "Slippers"), ("Sandals", "Stilettos")):
        assert known.agree(id_of[a], id_of[b])
        assert known.agree(id_of[b], id_of[a])
    assert not known.agree(id_of["Heels"], id_of["Slippers"])
    assert not known.agree(id_of["Heels"], id_of["Stilettos"])


def test_names_are_no_labels_unless_they_are_words_for_one():
    known = read_taxonomy(names=("Red Tape",))
    assert known.phrases[spaced("red tape")].kind == "idle"
    assert spaced("red tape") not in read_taxonomy().phrases
    assert known.stamp != read_taxonomy().stamp
    with pytest.raises(InputError, match="'Aqua' has two meanings"):
        read_taxonomy(names=("Aqua",))


def test_languages_are_chosen(file):
    path = file('[en]\n"Dresses" = ["frock"]\n[de]\n"Dresses" = ["kleid"]\n')
    assert spaced("kleid") in read_taxonomy(path=path, languages=("en", "de")).phrases
    english = read_taxonomy(path=path, languages=("en",))
    assert spaced("kleid") not in english.phrases
    assert english.stamp != read_taxonomy(path=path, languages=("en", "de")).stamp


def test_what_is_wrong_is_a_sentence(file):
    with pytest.raises(InputError, match=r"speaks of 'Dreses'.*did you mean Dresses"):
        read_taxonomy(path=file('[en]\n"Dreses" = ["frock"]\n'))
    with pytest.raises(InputError, match="'frock' has two meanings"):
        read_taxonomy(path=file('[en]\n"Dresses" = ["frock"]\n"Skirts" = ["frock"]\n'))
    with pytest.raises(InputError, match="is a kind of itself"):
        read_taxonomy(path=file('[kinds]\n"Jeans" = ["Skirts"]\n"Skirts" = ["Jeans"]\n'))
    with pytest.raises(InputError, match="lists of texts"):
        read_taxonomy(path=file('[en]\n"Dresses" = "frock"\n'))
    with pytest.raises(DataError, match="no label 'Dreses'"):
        read_taxonomy(drop=["Dreses"])
