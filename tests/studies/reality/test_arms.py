"""The networks of the study: each family of defects is left out once, and nothing else differs."""

from fittingroom.measure.defects import LEARNED, chosen
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS, arms, without


def test_the_two_main_networks_come_first_and_without_families_alone():
    assert arms(families=False) == (DEFAULT, DEFECTS)
    assert arms(families=True)[:2] == (DEFAULT, DEFECTS)
    assert DEFAULT.defects == ()
    assert DEFECTS.defects == LEARNED


def test_every_family_is_left_out_exactly_once():
    left_out = arms(families=True)[2:]
    assert [arm.without for arm in left_out] == list(LEARNED)
    for arm in left_out:
        assert set(LEARNED) - set(arm.defects) == {arm.without}
        assert not {d.name for d in chosen(arm.defects)} & {d.name for d in chosen([arm.without])}


def test_names_are_addresses():
    names = [arm.name for arm in arms(families=True)]
    assert len(set(names)) == len(names)
    assert without("light").name == "without-light"
