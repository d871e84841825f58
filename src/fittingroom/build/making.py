"""The whole way from a source of photos to a folder that stands where MNIST stood."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from fittingroom.build.block import Task
from fittingroom.build.built import Built, Credits, versions
from fittingroom.build.class_list import classed
from fittingroom.build.decisions import write_decisions
from fittingroom.build.divided import Amounts, divide
from fittingroom.build.drop_in import Rows, write_hub_folder, write_idx_files
from fittingroom.build.pool import CODES, KEPT, Pool, pooled
from fittingroom.build.recipe import Recipe, rehearse
from fittingroom.build.recipe_file import recipe_text
from fittingroom.build.sources import Listing
from fittingroom.build.work import make_blocks
from fittingroom.data.copies import COPY_CORRELATION
from fittingroom.data.export import refuse_taken
from fittingroom.data.hub_card import card_markdown
from fittingroom.data.photo import has_simplejpeg
from fittingroom.data.split import joined
from fittingroom.errors import DataError, InputError, MissingExtra
from fittingroom.files import fingerprint
from fittingroom.match import duplicate_groups, exact_groups

LEAST_CONTRAST = 0.06
"""Contrast below which a picture is refused; no picture of Fashion-MNIST has less than .064."""

MOST_CLASSES = 256


def make(
    listing: Listing,
    recipe: Recipe,
    out: str | os.PathLike[str],
    *,
    size_px: int = 28,
    classes: Mapping[str, tuple[str, ...]] | None = None,
    amounts: Amounts | None = None,
    one_per_group: bool = False,
    least_contrast: float = LEAST_CONTRAST,
    strict: bool = False,
    credits: Credits | None = None,
    seed: int = 0,
    on: str = "cores",
    workers: int | None = None,
    describe: Callable[[Built, Path], None] | None = None,
) -> Built:
    """Build an MNIST-format data set into the folder `out`, which must not exist yet or be empty.

    What comes out depends on the pictures, the recipe, the settings, the seed and the versions of PACKAGES,
    on nothing else. The work on single pictures is kept in a folder beside `out` until all is done, so that
    the same call goes on after a kill. one_per_group: of each group only the first picture that came out.
    `describe` may add files before the folder takes its place. For the others see `Amounts`, `Credits`,
    `make_blocks` and `run_jobs`. Raises InputError, DataError; MissingExtra.
    """
    out = Path(out)
    _check(listing, out, one_per_group, size_px)
    rehearse(recipe)
    codes = classed(listing.labels, listing.words, classes) if classes else listing.labels.astype(np.int64)
    names = _checked(tuple(classes) if classes else listing.words, listing)
    task = Task(
        listing=listing, recipe=recipe, size_px=size_px, wanted=codes >= 0, least_contrast=least_contrast
    )
    with _workshop(out, task) as folder:
        make_blocks(task, folder, on=on, workers=workers, strict=strict)
        pool = pooled(task, folder)
        if not len(pool.records):
            why = ", ".join(f"{n:,} {code}" for code, n in pool.refused.items())
            raise DataError(f"{listing.path}: none of {len(listing):,} pictures came out ({why})")
        groups = _group_numbers(listing)
        families = duplicate_groups(pool.pictures(), threshold=COPY_CORRELATION)
        if groups is not None:
            families = joined(families, groups[pool.records])
        rows = _first_of_each(groups[pool.records]) if one_per_group and groups is not None else None
        parts = _drawn(codes[pool.records], families, rows, amounts or Amounts(), names=names, seed=seed)
        built = Built(
            name=out.name,
            classes=names,
            listing=listing,
            recipe=recipe,
            pool=_with_left_over(pool, rows, parts),
            parts=parts,
            families=families,
            codes=codes,
            conflicts=_conflicts(pool, parts),
            seed=seed,
            credits=credits or Credits(),
        )
        beside = folder / "out"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        built = _write(built, groups, beside)
        if describe:
            describe(built, beside)
        beside.replace(out)
        shutil.rmtree(folder)
    return built


def _check(listing: Listing, out: Path, one_per_group: bool, size_px: int) -> None:
    if size_px < 1:
        raise InputError(f"the edge of a picture is 1 pixel or more, asked for {size_px}")
    if not has_simplejpeg():
        raise MissingExtra("building a data set", "simplejpeg", "build")
    refuse_taken(out, "idx")
    if one_per_group and listing.groups is None:
        raise InputError(
            "one picture a group is asked for, and the source has no groups; name their column (--group-by)"
        )


def _checked(names: tuple[str, ...], listing: Listing) -> tuple[str, ...]:
    if not 2 <= len(names) <= MOST_CLASSES:
        some = f" ({', '.join(names[:3])} ...)" if names else ""
        raise DataError(
            f"{listing.path}: MNIST's files hold 2 to {MOST_CLASSES} classes, found {len(names)}{some}; name "
            "the column of labels with --label, or say with --classes which labels belong together"
        )
    return names


@contextmanager
def _workshop(out: Path, task: Task) -> Iterator[Path]:
    """The folder of unfinished work beside `out`; what was done for another question is thrown away."""
    from filelock import FileLock, Timeout

    folder = out.absolute().parent / f".{out.name}.building"
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{folder}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(f"{out}: another build is writing there; wait, or name another folder") from error
    try:
        key, told = folder / "key.json", _key(task)
        if not key.is_file() or key.read_text(encoding="utf-8") != told:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            key.write_text(told, encoding="utf-8")
        yield folder
    finally:
        lock.release()
        if not folder.exists():
            Path(lock.lock_file).unlink(missing_ok=True)


def _key(task: Task) -> str:
    """What the blocks depend on besides the files' own times."""
    listing, digest = task.listing, sha256()
    for column in listing.columns().values():
        if isinstance(column, np.ndarray):
            digest.update(column.tobytes())
        else:
            for buffer in column.buffers():
                digest.update(b"" if buffer is None else buffer)
    settings = [task.recipe.fingerprint, task.size_px, task.least_contrast, fingerprint(task.wanted)]
    return json.dumps([listing.kind, str(listing.path), digest.hexdigest(), *settings, versions()])


def _group_numbers(listing: Listing) -> np.ndarray | None:
    """Numbers of the groups (n,) int64; a record without one is a group of its own."""
    if listing.groups is None:
        return None
    coded = listing.groups.dictionary_encode()
    numbers = coded.indices.to_numpy().astype(np.int64)
    alone = [at for at, text in enumerate(coded.dictionary.to_pylist()) if not text]
    return np.where(np.isin(numbers, alone), len(coded.dictionary) + np.arange(len(numbers)), numbers)


def _first_of_each(groups: np.ndarray) -> np.ndarray:
    return np.sort(np.unique(groups, return_index=True)[1])


def _drawn(
    labels: np.ndarray,
    families: np.ndarray,
    rows: np.ndarray | None,
    amounts: Amounts,
    *,
    names: tuple[str, ...],
    seed: int,
) -> dict[str, Rows]:
    """Train and test of the pictures (m,), or of those in `rows` alone."""
    rows = np.arange(len(labels)) if rows is None else rows
    rng = np.random.default_rng([seed, len(rows)])
    drawn = divide(labels[rows], families[rows], amounts, classes=names, rng=rng)
    return {
        part: Rows(rows=rows[some], labels=labels[rows[some]])
        for part, some in zip(("train", "test"), drawn, strict=True)
    }


def _with_left_over(pool: Pool, rows: np.ndarray | None, parts: Mapping[str, Rows]) -> Pool:
    """The pool, with a reason for each picture that is in no part."""
    reasons = pool.reasons.copy()
    reasons[pool.records] = CODES.index("not-drawn" if rows is None else "another-of-its-group")
    if rows is not None:
        reasons[pool.records[rows]] = CODES.index("not-drawn")
    for chosen in parts.values():
        reasons[pool.records[chosen.rows]] = KEPT
    return replace(pool, reasons=reasons)


def _conflicts(pool: Pool, parts: Mapping[str, Rows]) -> np.ndarray:
    """Records whose picture stands in the parts before with another label, and those before, (c, 2) int64."""
    rows, labels = (
        np.concatenate([getattr(chosen, what) for chosen in parts.values()]) for what in ("rows", "labels")
    )
    order = np.argsort(rows)
    rows, labels = rows[order], labels[order]
    _, first, number = np.unique(exact_groups(pool.pictures())[rows], return_index=True, return_inverse=True)
    before = first[number]
    other = labels != labels[before]
    return pool.records[np.column_stack([rows[other], rows[before[other]]])]


def _write(built: Built, groups: np.ndarray | None, folder: Path) -> Built:
    """Everything but what is drawn for people; returns the set with its digests."""
    built = replace(built, digests=write_idx_files(built.pool, built.parts, folder))
    text = {
        "labels.txt": "".join(f"{name}\n" for name in built.classes),
        "recipe.toml": recipe_text(built.recipe),
        "README.md": card_markdown(built.card),
        "card.json": json.dumps(built.values(), indent=2, ensure_ascii=False) + "\n",
    }
    for name, content in text.items():
        (folder / name).write_text(content, encoding="utf-8")
    write_decisions(built, folder / "decisions.parquet")
    write_hub_folder(
        built.pool,
        built.parts,
        built.card,
        folder / "parquet",
        ids=built.listing.ids,
        groups=groups,
        date=built.credits.date,
    )
    return built
