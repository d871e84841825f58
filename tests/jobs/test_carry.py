"""A job's outcome tells all that its process knew of it."""

import pickle

import pytest

from fittingroom.jobs.carry import SAID_CHARACTERS, carry_out
from tests.jobs import calls


def fill_the_screen(shared: object) -> None:
    print("x" * 10 * SAID_CHARACTERS)
    calls.complain(shared, "too much")


def task(call: object, *arguments: object) -> bytes:
    return pickle.dumps((call, arguments))


@pytest.mark.filterwarnings("default:careful")  # as in a worker, where warnings are no errors
def test_a_job_that_goes_well_says_nothing_but_its_warnings(capfd):
    outcome = carry_out(task(calls.chatter, "careful"), None)
    assert (outcome.value, outcome.failure, outcome.said) == ("careful", None, "")
    assert outcome.warned == ("UserWarning: careful",)
    assert capfd.readouterr() == ("said below Python", "")


def test_a_job_that_complains_hands_over_the_end_of_what_it_printed():
    outcome = carry_out(task(fill_the_screen), None)
    assert outcome.failure == "too much"
    assert outcome.said.endswith("x\nseen before the complaint")
    assert len(outcome.said) <= SAID_CHARACTERS


def test_a_job_that_cannot_be_loaded_is_a_defect_with_its_traceback():
    unknown = pickle.dumps((calls.chatter, ())).replace(b"chatter", b"chatted")
    with pytest.raises(AttributeError, match="chatted") as raised:
        carry_out(unknown, None)
    assert "in the worker:\nTraceback" in raised.value.__notes__[0]
