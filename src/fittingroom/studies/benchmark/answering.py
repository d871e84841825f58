"""One fit in a process of its own: question, answers, and each answer on disk as soon as it stands."""

import os
import platform
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from fittingroom.cores import processor_name
from fittingroom.errors import InputError
from fittingroom.files import temporary_folder
from fittingroom.jobs.limited import Ended, Limits, under_limits
from fittingroom.jobs.mapped import lay_down, take_up
from fittingroom.studies.benchmark.engines import Answer, engine_for
from fittingroom.studies.benchmark.plan import Fit
from fittingroom.studies.benchmark.question import Material, Question, question
from fittingroom.studies.benchmark.result import Result, as_kept
from fittingroom.studies.benchmark.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How a fit ended, None where the run's budget was over first; `results` that the store has not yet."""

    ended: Ended | None
    results: tuple[Result, ...] = ()


@contextmanager
def laid_down(materials: Mapping[int, Material]) -> Iterator[Path]:
    """A folder in which processes find each data set's material under its place."""
    with temporary_folder("fittingroom-bench") as folder:
        for place, material in materials.items():
            (folder / str(place)).mkdir()
            lay_down(material, folder / str(place))
        yield folder


def answered_here(shared: tuple[Path, Path], fit: Fit, *, stop: threading.Event | None = None) -> Answered:
    """Run a fit under its limits; what it answers lands in the store.

    shared: the folder in which the `Material` of each data set is laid down, and the store's file.
    """
    folder, store = shared
    left_s = fit.deadline - time.time()
    if left_s <= 0:
        return Answered(ended=None)
    limits = Limits(wall_s=min(fit.limit_s, left_s), memory_bytes=fit.limit_bytes)
    ended = under_limits(_answer, (folder / str(fit.place), store, fit), limits, stop=stop)
    return Answered(ended=None if ended.how == "timeout" and left_s < fit.limit_s else ended)


def answered_there(materials: tuple[Material, ...], fit: Fit) -> Answered:
    """The same on a machine of a cluster, which has no part in the store: the results come back instead."""
    with laid_down({fit.place: materials[fit.place]}) as folder:
        answered = answered_here((folder, folder / "results.sqlite"), fit)
        return Answered(ended=answered.ended, results=Store(folder / "results.sqlite").results())


def _answer(folder: Path, store: Path, fit: Fit) -> None:
    """In the new process: answer every row of the fit."""
    from threadpoolctl import threadpool_limits

    material: Material = take_up(folder)
    asked = question(material, asked=fit.asked, mode=fit.mode, seed=fit.seed)
    engine = engine_for(fit.rows[0], fit.mode, wanted=fit.engine)
    here = os.getpid()
    with threadpool_limits(1):
        begun, worked = time.monotonic(), time.process_time()
        for answer in engine.answers(fit.rows, asked):
            if os.getpid() != here:
                return  # an estimator has forked, and this is the copy: it has nothing to say
            took = {"cpu_s": time.process_time() - worked, "wall_s": time.monotonic() - begun}
            how = {"ended": "ok", "iterations": answer.iterations, "converged": answer.converged}
            labels = _checked(answer, asked)
            first = len(material.asked[fit.asked])
            of_parts = zip(fit.parts, np.split(labels, [first]), strict=False)
            Store(store).add(
                fit.result(answer.row, **part, labels=of_part, **how, **took, **stamp())
                for part, of_part in of_parts
            )


def _checked(answer: Answer, asked: Question) -> np.ndarray:
    """The labels as they are kept; what cannot be labels is refused in a sentence."""
    labels = np.asarray(answer.labels)
    if labels.shape != (len(asked.asked),):
        raise InputError(
            f"{answer.row.name} was asked for {len(asked.asked)} labels, "
            f"and answered with an array of shape {labels.shape}"
        )
    if not np.issubdtype(labels.dtype, np.integer):
        whole = np.issubdtype(labels.dtype, np.floating) and np.isfinite(labels).all()
        if not (whole and (labels == np.rint(labels)).all()):
            raise InputError(f"{answer.row.name} must answer with class numbers, found {labels[:3].tolist()}")
    if labels.min() < 0 or labels.max() >= asked.classes:
        raise InputError(
            f"{answer.row.name} must answer with numbers in 0..{asked.classes - 1}, "
            f"found {labels.min()}..{labels.max()}"
        )
    return as_kept(labels, asked.classes)


def stamp() -> dict[str, str]:
    """When and on what kind of machine."""
    where = ", ".join(filter(None, (f"{platform.system()} {platform.machine()}", processor_name())))
    return {"made": datetime.now(UTC).isoformat(timespec="seconds"), "machine": where}
