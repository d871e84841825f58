"""From a set to a folder of tasks, and from answers to a consensus."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from fittingroom.cli import main
from fittingroom.curate.annotate.agreed import agree, summary, write_agreed
from fittingroom.curate.annotate.export import export_tasks
from fittingroom.curate.annotate.judgements import Answer, read_answers, write_answers
from fittingroom.curate.annotate.tasks import read_tasks
from fittingroom.data.csv_columns import read_csv
from fittingroom.errors import InputError
from tests.curate.annotate.people import SMALL
from tests.curate.made_set import LABELS, records, write_set


@pytest.fixture
def made(tmp_path):
    return write_set(tmp_path / "set")


@pytest.mark.parametrize("tool", ["label-studio", "cvat"])
def test_every_picture_of_the_parts_is_a_task_with_its_bytes(made, tmp_path, tool):
    tasks = export_tasks(made, tmp_path / "tasks", tool=tool)
    assert [task.id for task in tasks] == [f"r{row}" for row in range(24, 36)]
    record_of_file, labels = read_tasks(tmp_path / "tasks")
    assert labels == LABELS
    rows = records()
    for file, record in record_of_file.items():
        assert (tmp_path / "tasks/images" / file).read_bytes() == rows[int(record[1:])]["image"]
    assert len(list((tmp_path / "tasks/images").iterdir())) == 12


def test_only_some_and_nothing_is_overwritten(made, tmp_path):
    some = export_tasks(made, tmp_path / "t", tool="cvat", only=["r30", "r25"], parts=("test", "val"))
    assert [task.id for task in some] == ["r30", "r25"]
    with pytest.raises(InputError, match="exists already"):
        export_tasks(made, tmp_path / "t", tool="cvat")
    with pytest.raises(InputError, match="1 of the ids asked for are not in val: r1"):
        export_tasks(made, tmp_path / "u", tool="cvat", parts=("val",), only=["r24", "r1"])
    (tmp_path / "labels.csv").write_text((made / "labels.csv").read_text())
    with pytest.raises(InputError, match="no part/val"):
        export_tasks(tmp_path, tmp_path / "u", tool="cvat", parts=("val",))
    assert not (tmp_path / "u").exists()


@pytest.mark.parametrize("tool", ["label-studio", "cvat"])
def test_the_command_line_goes_all_the_way(made, tmp_path, capsys, tool):
    tasks, answers, out = tmp_path / "tasks", tmp_path / "answers.parquet", tmp_path / "agreed"
    assert main(["annotate", "export", str(made), str(tasks), "--for", tool, "--suggest"]) == 0
    if tool == "cvat":
        files = [tasks / "cvat_annotations.xml"]
    else:  # what an annotator who accepts everything leaves behind
        written = json.loads((tasks / "label_studio.json").read_text())
        for task in written:
            result = task.pop("predictions")[0]["result"]
            task["annotations"] = [{"completed_by": who, "result": result} for who in (1, 2)]
        files = [tmp_path / "export.json"]
        files[0].write_text(json.dumps(written))
    assert main(["annotate", "read", *map(str, files), "--tasks", str(tasks), "--out", str(answers)]) == 0
    assert (
        main(["annotate", "agree", str(answers), "--labels", str(tasks / "labels.csv"), "--out", str(out)])
        == 0
    )
    printed = capsys.readouterr().out
    table = pq.read_table(out / "consensus.parquet").to_pylist()
    assert [row["id"] for row in table] == [f"r{row}" for row in range(24, 36)]
    if tool == "cvat":  # one person is not enough for the paper's rule
        assert "12  needs-another" in printed
        assert len(read_csv(out / "ask.csv")["id"]) == 12
    else:
        rows = records()
        for row in table:
            assert row["reason"] in ("agreed", "needs-another")
            known = [
                x for x in rows[int(row["id"][1:])]["labels"] if LABELS.by_id[x].group not in row["unknown"]
            ]
            assert sorted(known) == row["labels"]


def test_a_wrong_file_is_one_sentence(made, tmp_path, capsys):
    export_tasks(made, tmp_path / "tasks", tool="cvat")
    (tmp_path / "x.txt").write_text("")
    assert main(["annotate", "read", str(tmp_path / "x.txt"), "--tasks", str(tmp_path / "tasks")]) == 2
    assert main(["annotate", "read", str(tmp_path / "x.json"), "--tasks", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.count("fittingroom: ") == 2
    assert "answers come as .json" in said


def test_what_agree_writes_adds_up(tmp_path, rng):
    answers = [
        Answer(
            id=str(i),
            annotator=f"a{a}",
            labels=tuple(int(x) + 1 for x in np.flatnonzero(rng.random(5) < 0.3)),
        )
        for i in range(60)
        for a in range(2 + i % 2)
    ]
    write_answers(tmp_path / "answers.parquet", answers)
    for rule in ("paper", "majority", "dawid-skene"):
        found = agree(read_answers(tmp_path / "answers.parquet"), SMALL, rule=rule, rng=rng)
        write_agreed(found, tmp_path / rule)
        table = pq.read_table(tmp_path / rule / "consensus.parquet").to_pylist()
        assert len(table) == 60
        ask = read_csv(tmp_path / rule / "ask.csv")
        asked = sum(row["reason"] == "needs-another" for row in table)
        assert ask["why"].count("needs-another") == asked
        assert (asked > 0) == (rule == "paper")
        people = read_csv(tmp_path / rule / "people.csv")
        assert len(people["annotator"]) == 3 * 2
        assert any("alpha" in line for line in summary(found))
    with pytest.raises(InputError, match="the rules are paper, majority, dawid-skene, got 'vote'"):
        agree(answers, SMALL, rule="vote", rng=rng)
