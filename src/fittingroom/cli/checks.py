"""fittingroom checks [CODE]: what is checked, of results and of code, how, why, and what to do about it."""

import argparse

from fittingroom.errors import InputError


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "checks", help="list the checks and the lint's rules, or explain one (fittingroom checks FR003)"
    )
    command.add_argument("code", nargs="?", metavar="CODE", help="a check's code, such as FR003")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.checks import CHECKS
    from fittingroom.explained import HEADINGS
    from fittingroom.lint import RULES

    known = (*CHECKS, *RULES)
    if arguments.code is None:
        for check in known:
            print(f"{check.code}  {check.title}")
        return 0
    for check in known:
        if check.code == arguments.code.upper():
            print(f"{check.code}: {check.title}\n")
            sections = zip(HEADINGS, (check.how, check.why, check.do), strict=True)
            print("\n\n".join(f"{heading}\n{text}" for heading, text in sections))
            return 0
    raise InputError(
        f"there is no check {arguments.code!r}; the checks are {', '.join(check.code for check in known)}"
    )
