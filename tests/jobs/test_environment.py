"""Variables stand while processes are started, and not a moment longer."""

import os

from fittingroom.jobs.environment import environment


def test_all_is_afterwards_as_it_was(monkeypatch):
    monkeypatch.setenv("GIVEN", "before")
    monkeypatch.delenv("ABSENT", raising=False)
    with environment({"GIVEN": "within", "ABSENT": "within"}):
        assert (os.environ["GIVEN"], os.environ["ABSENT"]) == ("within", "within")
    assert os.environ["GIVEN"] == "before"
    assert "ABSENT" not in os.environ
