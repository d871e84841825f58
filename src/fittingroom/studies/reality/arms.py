"""The networks that the study asks about the world: the default one, and others that learned from defects.

A network that learned a family of defects shows nothing by standing up to it. So beside the one that learned
all families there is one for each family that learned all the others.
"""

from dataclasses import dataclass

from fittingroom.measure.defects import LEARNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One network. `name` is its address in folders and files, `title` what people read.

    defects: the families that it learns from as well; without: the one family that it is asked about
    because it is missing there, "" for the two that are asked about everything.
    """

    name: str
    title: str
    defects: tuple[str, ...] = ()
    without: str = ""


DEFAULT = Arm(name="default", title="the default network")
DEFECTS = Arm(name="defects", title="the network trained with defects", defects=LEARNED)


def without(family: str) -> Arm:
    """The network that learned every family of defects but one."""
    return Arm(
        name=f"without-{family}",
        title=f"trained with all defects but {family}",
        defects=tuple(other for other in LEARNED if other != family),
        without=family,
    )


def arms(*, families: bool) -> tuple[Arm, ...]:
    """The two main networks and, with `families`, one for each family left out."""
    return (DEFAULT, DEFECTS, *(without(family) for family in LEARNED if families))
