"""What page and Markdown say alike."""

from fittingroom.reporting import wording
from tests.reporting import demo
from tests.reporting.test_document import small


def test_looks_are_counted_in_words():
    opening = demo.report().openings[0]
    assert wording.looks(small()) == "No opening of the test part is on record."
    assert wording.looks(small(openings=(opening,))) == "The test part was opened once."
    assert wording.looks(small(openings=(opening,) * 3)) == "The test part was opened 3 times."


def test_of_the_test_part_speaks_who_opened_it_or_checked_something():
    assert not wording.speaks_of_test(small())
    assert wording.speaks_of_test(small(openings=demo.report().openings))
    assert wording.speaks_of_test(small(findings=demo.FINDINGS))


def test_checks_come_found_first_then_passed_then_not_applicable():
    assert [f.code for f in wording.in_order(demo.FINDINGS)] == [
        "FR012",
        "FR020",
        "FR040",
        "FR010",
        "FR030",
        "FR050",
        "FR060",
    ]


def test_of_a_card_only_what_is_known_is_said():
    lines = dict(wording.card_lines(demo.report().cards[0]))
    assert lines["name"] == "Fashion-MNIST"
    assert lines["pictures"] == "60\u202f000 train, 10\u202f000 test"
    assert "not stated" not in lines.values()
