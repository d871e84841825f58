"""fittingroom evaluate RUN DATA: what a trained model of attributes is worth on a part of a set."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed
from fittingroom.cli.train import add_means

DESCRIPTION = """\
Ask a model by `fittingroom train attributes` about a part of DATA. Its logits are on disk (logits-PART.npz in
RUN) before anything is scored. Every number has a 95 % interval, by a bootstrap over images that keeps copies
together; the oracle and the label frequencies are printed beside the paper's F1@8. See
docs/attribute-metrics.md. RUN/evaluate-PART then holds the report (report.html, .md, .json) and the
expectation card (card.html, .md, .json): docs/attribute-report.md.
"""


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "evaluate",
        help="measure a trained model of attributes on a part of a set",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("run_folder", metavar="RUN", type=Path, help="what the training wrote")
    command.add_argument("data", metavar="DATA", type=Path, help="the folder of a set or a world")
    command.add_argument("--part", default="val", choices=("train", "val", "test"), help="default: val")
    command.add_argument(
        "--why", default="", metavar="TEXT", help="why the test part is opened; it goes into the ledger"
    )
    command.add_argument("--seed", type=seed, default=0, help="of the bootstrap (default: 0)")
    command.add_argument(
        "--world",
        metavar="DIR",
        type=Path,
        help="the simulated world that DATA was curated from: says which labels are wrong",
    )
    add_means(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.models import family

    work, learned = family("attributes.work"), family("attributes.learned")
    from fittingroom.studies import attribute_report as study

    means = work.Means(
        cache=arguments.cache,
        keep=arguments.keep,
        device=arguments.device,
        threads=arguments.threads,
        loaders=arguments.loaders,
    )
    learnt = learned.load(arguments.run_folder)
    rng = np.random.default_rng(arguments.seed)
    trial = study.try_on(
        learnt,
        arguments.data,
        arguments.part,
        out=arguments.run_folder,
        why=arguments.why,
        world=arguments.world,
        means=means,
        rng=rng,
    )
    measured = trial.numbers
    print(f"{arguments.run_folder} on {arguments.part} of {arguments.data}, n = {measured[0].n:,}")
    for number in measured:
        interval = "" if number.low is None else f"[{number.low:.4f}, {number.high:.4f}]"
        print(f"  {number.name:<44} {number.value:>8.4f}  {interval}".rstrip())
    folder = arguments.run_folder / f"evaluate-{arguments.part}"
    study.attribute_card(trial).save_all(folder)
    print(f"written to {study.attribute_report(trial, rng=rng).save_all(folder)}")
    return 0
