"""Results handed to MLflow, for those who keep their experiments there: one run each, none twice."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from fittingroom.errors import InputError, MissingExtra
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.result import Result
from fittingroom.studies.benchmark.store import Store
from fittingroom.types import Dataset

KEY_TAG = "fittingroom.key"
MOST_OF_A_TAG = 5000
"""Characters that MLflow takes."""

METRICS = ("accuracy", "cpu_s", "wall_s", "peak_mb", "iterations")
PARAMETERS = ("configuration", "data_name", "seed", "mode", "asked", "engine", "group", "versions")


def to_mlflow(store: str | Path, data_sets: Sequence[Dataset], uri: str) -> str:
    """Write every result about these data sets as a run of one experiment a data set; says how many.

    uri: where MLflow keeps them, as in `sqlite:///mlflow.db`. A result that is there already (by its key) is
    left as it is; one that was tried again and came out otherwise takes the place of the failure. Raises
    MissingExtra without MLflow, InputError where it cannot be reached.
    """
    try:
        from mlflow import MlflowClient
        from mlflow.exceptions import MlflowException
    except ModuleNotFoundError as error:
        raise MissingExtra("handing results to MLflow", "mlflow-skinny", "mlflow") from error

    results = Store(Path(store)).results()
    try:
        client, new = MlflowClient(uri), 0
        for data in data_sets:
            experiment = _experiment(client, f"fittingroom bench {data.card.name}")
            there = _runs(client, experiment)
            own = [r for r in results if r.data == identity(data) and not _same(there.get(r.key), r)]
            for result in tqdm(own, "MLflow", disable=None, leave=False, delay=1):
                _log(client, experiment, result)
                if result.key in there:
                    client.delete_run(there[result.key].info.run_id)
            new += len(own)
    except MlflowException as error:
        raise InputError(f"MLflow at {uri} cannot be used: {error}") from error
    return f"{new} results handed to MLflow at {uri}"


def _experiment(client, name: str) -> str:
    found = client.get_experiment_by_name(name)
    return found.experiment_id if found else client.create_experiment(name)


def _runs(client, experiment: str) -> dict[str, Any]:
    """The runs that are there, by the keys of their results."""
    runs, token = {}, None
    while True:
        page = client.search_runs([experiment], max_results=1000, page_token=token)
        runs |= {run.data.tags[KEY_TAG]: run for run in page if KEY_TAG in run.data.tags}
        token = page.token
        if not token:
            return runs


def _same(run: Any, result: Result) -> bool:
    """Whether a run says how this result ended."""
    return run is not None and run.data.tags.items() >= _tags(result).items()


def _tags(result: Result) -> dict[str, str]:
    return {KEY_TAG: result.key, "ended": result.ended, "error": result.error[:MOST_OF_A_TAG]}


def _log(client, experiment: str, result: Result) -> None:
    from mlflow.entities import Metric, Param, RunTag

    now = int(time.time() * 1000)
    values = {name: getattr(result, name) for name in METRICS}
    run = client.create_run(experiment, run_name=f"{result.configuration}, seed {result.seed}")
    client.log_batch(
        run.info.run_id,
        metrics=[Metric(name, float(v), now, 0) for name, v in values.items() if v is not None],
        params=[Param(name, str(getattr(result, name))) for name in PARAMETERS],
        tags=[RunTag(name, text) for name, text in _tags(result).items()],
    )
    client.set_terminated(run.info.run_id, "FINISHED" if result.ended == "ok" else "FAILED")
