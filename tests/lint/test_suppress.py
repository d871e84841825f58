import pytest

from fittingroom.lint import chosen, lint_source
from tests.lint.made import codes, flags, program

SPLIT = "from sklearn.model_selection import train_test_split\n"
CALL = "a, b = train_test_split(X)"


@pytest.mark.parametrize(
    "text",
    [
        f"{CALL}  # fittingroom: ignore[FR108] because ten splits are averaged\n",
        f"# fittingroom: ignore[FR108] because ten splits are averaged\n{CALL}\n",
        f"{CALL}  # noqa  # fittingroom: ignore[FR108, FR109]: because of the course\n",
        "a, b = train_test_split(\n    X,\n)  # fittingroom: ignore[FR108] because a formatter moved it\n",
        "a, b = (  # fittingroom: ignore[fr108] because it is one statement\n    train_test_split(X)\n)\n",
    ],
)
def test_a_reason_silences_the_statement(tmp_path, text: str):
    assert codes(tmp_path, SPLIT + text) == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore[FR108]", "no reason"),
        ("ignore[FR108] because", "no reason"),
        ("ignore[FR108] it is fine", "no reason"),
        ("ignore because it is fine", "no code"),
    ],
)
def test_without_a_reason_or_a_code_it_does_not_count(tmp_path, comment: str, said: str):
    found = flags(tmp_path, f"{SPLIT}{CALL}  # fittingroom: {comment}\n")
    assert [flag.code for flag in found] == ["FR108", "FR100"] or [f.code for f in found] == [
        "FR100",
        "FR108",
    ]
    assert said in next(flag.sentence for flag in found if flag.code == "FR100")


def test_one_that_silences_nothing_is_told(tmp_path):
    (flag,) = flags(tmp_path, "x = 1  # fittingroom: ignore[FR101] because of nothing\n")
    assert flag.code == "FR100"
    assert "suppresses nothing" in flag.sentence


def test_the_wrong_code_silences_nothing(tmp_path):
    found = codes(tmp_path, f"{SPLIT}{CALL}  # fittingroom: ignore[FR101] because of a slip\n")
    assert sorted(found) == ["FR100", "FR108"]


def test_one_of_a_rule_that_was_not_asked_for_is_left_alone(tmp_path):
    source = program(tmp_path, f"{SPLIT}{CALL}  # fittingroom: ignore[FR108] because of ten splits\n")
    assert lint_source(source, chosen(["FR100", "FR101"])) == []


def test_a_string_is_no_suppression(tmp_path):
    assert codes(tmp_path, f'{SPLIT}{CALL}; s = "# fittingroom: ignore[FR108] because"\n') == ["FR108"]
