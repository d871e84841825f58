import pytest

from fittingroom.curate.merging import Member, merged
from fittingroom.curate.taxonomy import read_taxonomy


@pytest.fixture(scope="module")
def known():
    return read_taxonomy()


def member(known, *names, evidence="tag"):
    found = known.labels.named(names)
    return Member(tuple(label.id for label in found), (evidence,) * len(found))


def names(outcome, known):
    return {known.labels.by_id[label].name for label in outcome.labels}


def test_several_valued_groups_are_united_and_single_valued_ones_voted(known):
    copies = [member(known, "Red", "Skirts"), member(known, "Silk", "Dresses"), member(known, "Dresses")]
    outcome = merged(copies, known)
    assert names(outcome, known) == {"Red", "Silk", "Dresses"}
    told = {(kept, reason, known.labels.by_id[label].name) for kept, reason, label in outcome.told}
    assert told == {
        (False, "merge-conflict", "Skirts"),
        (True, "merged", "Silk"),
        (True, "merged", "Dresses"),
    }


def test_a_tie_is_broken_by_evidence_and_else_unknown(known):
    a, b = member(known, "Skirts"), member(known, "Dresses", evidence="tag+title")
    assert names(merged([a, b], known), known) == {"Dresses"}
    tie = merged([a, member(known, "Dresses")], known)
    assert names(tie, known) == set()
    assert "category" in tie.unknown


def test_the_answer_does_not_depend_on_the_order(known, rng):
    labels = [label.name for label in known.labels.labels]
    for _ in range(40):
        copies = [member(known, *{labels[at] for at in rng.integers(0, 228, 4)}) for _ in range(4)]
        shuffled = [copies[at] for at in rng.permutation(4)]
        one, other = merged(copies, known), merged(shuffled, known)
        assert (one.labels, one.unknown, one.bare) == (other.labels, other.unknown, other.bare)


def test_groups_that_do_not_apply_are_empty(known):
    outcome = merged([member(known, "Boots", "Red"), member(known, "Boots", "Round Neck")], known)
    assert names(outcome, known) == {"Boots", "Red"}
    assert set(outcome.bare) == {"neckline", "sleeve"}


def test_labels_of_the_kept_one_that_go_are_told(known):
    parent, kind = next((p, label) for label, above in known.above.items() for p in above)
    kept, copy = Member((parent,), ("tag",)), Member((kind,), ("tag",))
    assert (False, "merge-parent", parent) in merged([kept, copy], known).told
    worn = member(known, "Round Neck", "Red")
    outcome = merged([worn, member(known, "Boots"), member(known, "Boots")], known)
    told = {(kept, reason, known.labels.by_id[label].name) for kept, reason, label in outcome.told}
    assert (False, "merge-bare", "Round Neck") in told
