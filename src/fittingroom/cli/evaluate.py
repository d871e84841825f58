"""fittingroom evaluate RUN DATA: what a trained model of attributes is worth on a part of a set."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed
from fittingroom.cli.train import add_means

DAMAGED, COMPARED = 300, 4000
"""Those of studies/attribute_report, which is not imported for --help; a test says that they are the same."""

DESCRIPTION = """\
Ask a model by `fittingroom train attributes` about a part of DATA. Its logits are on disk (logits-PART.npz in
RUN) before anything is scored. Every number has a 95 % interval, by a bootstrap over images that keeps copies
together; the oracle and the label frequencies are printed beside the paper's F1@8. See
docs/attribute-metrics.md. Some images are shown under 22 defects, and pictures of all parts are compared to
find near copies between them. RUN/evaluate-PART then holds the report (report.html, .md, .json) and the
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
    command.add_argument(
        "--damaged",
        type=amount,
        default=DAMAGED,
        metavar="N",
        help=f"images that are shown under 22 defects, each about 60 times (default: {DAMAGED}; 0: none)",
    )
    command.add_argument(
        "--compared",
        type=amount,
        default=COMPARED,
        metavar="N",
        help=f"pictures of all parts among which near copies are looked for (default: {COMPARED}; 0: none)",
    )
    add_means(command)
    command.set_defaults(run=run)


def amount(text: str) -> int:
    """The type of --damaged and --compared: 0, or 2 and more."""
    number = int(text)
    if number < 0 or number == 1:
        raise argparse.ArgumentTypeError(f"give 0 for none, or 2 or more, got {text}")
    return number


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
        damaged=arguments.damaged,
        compared=arguments.compared,
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
