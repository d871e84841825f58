"""The arms of the study: each differs in one thing from the one that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from fittingroom.errors import InputError, did_you_mean

Data = Literal["mapped", "cleaned", "verified", "merged", "tagged", "truth"]
"""What is learned: the labels after a step of curation, what a perfect reader of the sellers would tag, or
what is true."""

FREQUENCY = "frequency"
"""The baseline that needs no image; it is counted, not trained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way to learn. `title` is short: it stands in charts; `about` says it in full.

    rung: the heading under which it stands; against: the arm that it is compared with. unknown: see
    `models.attributes.learned.Settings`. rates: what the corrected loss believes of the sellers; repeated:
    whether images of rare labels are shown more often. network: empty for the study's first.
    """

    name: str
    title: str
    about: str
    rung: str
    against: str
    data: Data = "mapped"
    head: str = "flat"
    loss: str = "bce"
    unknown: str = "masked"
    rates: Literal["", "counted", "wrong"] = ""
    repeated: bool = False
    network: str = ""


PAPER = Arm(
    name="flat",
    title="flat BCE, noisy tags",
    about="A sigmoid a label on sellers' mapped tags; what is not tagged is absent (the paper).",
    rung="the baseline",
    against=FREQUENCY,
    unknown="absent",
)

MERGED = Arm(
    name="merged",
    title="copies merged",
    about="Copies leave their best picture with the tags of all: the whole of `fittingroom curate`.",
    rung="curated data, group head",
    against="verified",
    data="merged",
    head="group",
)


def _loss(name: str, title: str, about: str) -> Arm:
    return replace(
        PAPER, name=name, title=title, about=about, rung="losses, noisy tags", against="flat", loss=name
    )


ARMS: tuple[Arm, ...] = (
    PAPER,
    _loss("weighted", "weighted BCE", "One weight for present, one for absent (DeepFashion, first reading)."),
    _loss("asymmetric", "asymmetric", "A focal loss that leaves what is surely absent (ASL)."),
    _loss("hill", "Hill", "An absent label that the network is sure of costs little again."),
    _loss("splc", "SPLC", "An absent label that the network is sure of is taken for a missing one."),
    _loss("balanced", "balanced", "Rare labels weigh more, absent ones are tolerated."),
    replace(
        PAPER,
        name="corrected",
        title="corrected",
        about="Forward correction: how often sellers tag what is true is counted on a few checked images.",
        rung="sellers' errors corrected",
        against="flat",
        loss="corrected",
        rates="counted",
    ),
    replace(
        PAPER,
        name="corrected-wrong",
        title="corrected, wrongly",
        about="The guard: the same, but sellers are believed to tag half as much of what is true as they do.",
        rung="sellers' errors corrected",
        against="flat",
        loss="corrected",
        rates="wrong",
    ),
    Arm(
        name="masked",
        title="unknown masked",
        about="A group without a tag is unknown: it costs nothing, instead of counting as absent.",
        rung="unknown and heads, noisy tags",
        against="flat",
    ),
    Arm(
        name="group",
        title="group head",
        about='A softmax with "none" for each exclusive group; unknown groups masked.',
        rung="unknown and heads, noisy tags",
        against="masked",
        head="group",
    ),
    Arm(
        name="decoder",
        title="ML-Decoder",
        about="Fixed queries look at the places of the map; read like the group head.",
        rung="unknown and heads, noisy tags",
        against="group",
        head="decoder",
    ),
    Arm(
        name="cleaned",
        title="taxonomy cleaned",
        about="Sizes, coarse words and parents are gone from the tags.",
        rung="curated data, group head",
        against="group",
        data="cleaned",
        head="group",
    ),
    Arm(
        name="verified",
        title="tags verified",
        about="Title and description outvote tags and fill silences.",
        rung="curated data, group head",
        against="cleaned",
        data="verified",
        head="group",
    ),
    MERGED,
    replace(
        MERGED,
        name="tagged",
        title="faultless sellers",
        about="All images with what a perfect reader of the sellers would tag: no error, silences as before.",
        rung="truth, group head",
        data="tagged",
        against="merged",
    ),
    replace(
        MERGED,
        name="truth",
        title="clean truth",
        about="All images with all that is true of them.",
        rung="truth, group head",
        data="truth",
        against="tagged",
    ),
    replace(
        MERGED,
        name="repeated",
        title="rare images repeated",
        about="Images of rare labels are shown more often, others less, at the same budget (LVIS).",
        rung="rare labels, curated data",
        against="merged",
        repeated=True,
    ),
)

FEW = ("merged", "repeated")
"""The arms of the part on rare labels; the first one's network is frozen there."""

RULED = ("flat", "merged")
"""The arms whose logits the decision rules are tried on."""


def planned(networks: Sequence[str], names: Sequence[str] | None = None) -> tuple[Arm, ...]:
    """The arms of a study: all, or those named and what they are compared with; the paper's for each network.

    Raises InputError for an unknown name.
    """
    known = {arm.name: arm for arm in ARMS}
    wanted = set(known if names is None else names)
    for name in wanted - set(known):
        raise InputError(f"there is no arm {name!r}{did_you_mean(name, known)}; there are {', '.join(known)}")
    wanted.add(PAPER.name)
    while more := {known[name].against for name in wanted if name in known} - wanted - {FREQUENCY}:
        wanted |= more
    others = (
        replace(PAPER, name=f"flat-{network}", title=f"{network}, flat BCE", network=network, against="flat")
        for network in networks[1:]
    )
    return (*(arm for arm in ARMS if arm.name in wanted), *others)
