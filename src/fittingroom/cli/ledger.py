"""fittingroom ledger DATA: who opened the sealed test part, when, for which model and why."""

import argparse

from fittingroom.cli.source import add_source, loaded


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "ledger", help="show every opening of DATA's sealed test part on this machine"
    )
    add_source(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.data.ledger import ledger_path, openings
    from fittingroom.reporting.format import counted, times

    data = loaded(arguments)
    found = openings(data)
    for line in found:
        print(f"{line.when}  {line.who}  {line.model} {line.model_fingerprint[:12]}  {line.why}")
    models = len({line.model_fingerprint for line in found})
    print(f"{data.card.name}: test opened {times(len(found))}, for {counted(models, 'model')}")
    print(f"ledger: {ledger_path(data)}")
    return 0
