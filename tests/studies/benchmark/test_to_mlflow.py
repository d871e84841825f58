"""Every result becomes one MLflow run, however often it is handed over."""

import pytest

from fittingroom.errors import InputError
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.store import Store
from fittingroom.studies.benchmark.to_mlflow import to_mlflow
from tests.studies.benchmark.test_store import result


def test_results_arrive_once(squares, tmp_path):
    from mlflow import MlflowClient

    store = Store(tmp_path / "results.sqlite")
    of = {"data": identity(squares), "data_name": "squares"}
    store.add([result(**of, accuracy=0.25), result(data="other")])
    uri = f"sqlite:///{tmp_path / 'mlflow.db'}"
    assert to_mlflow(store.path, [squares], uri) == f"1 results handed to MLflow at {uri}"
    store.add([result(**of, seed=1, ended="memory", labels=None, error="too much")])
    assert to_mlflow(store.path, [squares], uri).startswith("1 results")
    client = MlflowClient(uri)
    experiment = client.get_experiment_by_name("fittingroom bench squares")
    runs = {run.data.params["seed"]: run for run in client.search_runs([experiment.experiment_id])}
    assert runs["0"].data.metrics["accuracy"] == 0.25
    assert runs["0"].info.status == "FINISHED"
    assert runs["1"].info.status == "FAILED"
    assert runs["1"].data.tags["error"] == "too much"


def test_what_was_tried_again_takes_the_place_of_the_failure(squares, tmp_path):
    from mlflow import MlflowClient

    store = Store(tmp_path / "results.sqlite")
    of = {"data": identity(squares), "data_name": "squares"}
    uri = f"sqlite:///{tmp_path / 'mlflow.db'}"
    store.add([result(**of, ended="timeout", labels=None, error="stopped after 3 s")])
    to_mlflow(store.path, [squares], uri)
    store.add([result(**of, accuracy=0.5)])
    assert to_mlflow(store.path, [squares], uri).startswith("1 results")
    assert to_mlflow(store.path, [squares], uri).startswith("0 results")
    client = MlflowClient(uri)
    experiment = client.get_experiment_by_name("fittingroom bench squares")
    [run] = client.search_runs([experiment.experiment_id])
    assert (run.data.tags["ended"], run.data.metrics["accuracy"]) == ("ok", 0.5)


def test_a_place_that_is_none_is_told(squares, tmp_path):
    with pytest.raises(InputError, match="cannot be used"):
        to_mlflow(tmp_path / "results.sqlite", [squares], "nothing://here")
