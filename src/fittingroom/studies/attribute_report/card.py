"""The expectation card of a model of attributes: each sentence follows from a number and a threshold."""

from fittingroom import __version__
from fittingroom.checks.attributes import STATED_RIGHT
from fittingroom.reporting.expectation import Chapter, ExpectationCard
from fittingroom.reporting.format import count, counted, measured, percent
from fittingroom.studies.attribute_report.damage_figures import NOT_PHOTOS, hurting
from fittingroom.studies.attribute_report.page import claims, not_tested
from fittingroom.studies.attribute_report.trial import Trial
from fittingroom.types import Measurement

LEAST_IMAGES = 100
"""Images of a group below which nothing is said of it but that it is hardly tested."""

RELIABLE, USABLE = 0.9, 0.7
"""Hit rates that the whole interval must reach for "nearly always" and "mostly"."""


def attribute_card(trial: Trial) -> ExpectationCard:
    """Put a trial into words: as a whole, group by group, what its probabilities mean, rare labels,
    damage."""
    groups = [group.name for group in trial.evidence.truth.label_map.groups]
    hits = [m for name in groups if (m := trial.number(f"hit rate of {name}"))]
    stated = [m for name in groups if (m := trial.number(f"labels stated per label of {name}"))]
    chapters = (
        ("All labels together", claims(trial)[:1]),
        ("The first answer of each group", tuple(hit(m) for m in hits)),
        ("What its probabilities mean", tuple(said(m) for m in stated)),
        ("Rare labels", rare(trial)),
        ("Which damage hurts", damage(trial)),
    )
    drawn = "Simulated: every picture is drawn. " if trial.simulated else ""
    evidence = trial.evidence
    return ExpectationCard(
        subject=f"{evidence.predictions.model} on {trial.data}",
        about=f"{drawn}Measured on {counted(len(evidence.truth), f'{evidence.part} image')}; in "
        "brackets 95 % intervals over products. One training: how far another would move them is not known.",
        chapters=tuple(Chapter(title, lines) for title, lines in chapters if lines),
        not_tested=not_tested(trial),
        numbers=numbers(trial),
        source=f"Made from measurements by fittingroom {__version__}, weights "
        f"{trial.learned.fingerprint[:12]}; every sentence follows from a table of thresholds.",
    )


def hit(m: Measurement) -> str:
    """How often a group's first answer is right, in a word as strong as the interval allows."""
    name = m.name.removeprefix("hit rate of ")
    if m.n < LEAST_IMAGES or m.low is None or m.high is None:
        return f"{name}: hardly tested, on {counted(m.n, 'image')}."
    if m.low >= RELIABLE:
        word = "nearly always right"
    elif m.low >= USABLE:
        word = "mostly right"
    elif m.high < 0.5:
        word = "more often wrong than right"
    elif m.high < RELIABLE:
        word = "often wrong: look at it before using it"
    else:
        word = "how often it is wrong these images do not settle"
    return f"{name}: {word}, {measured(m)} of {count(m.n)}."


def said(m: Measurement) -> str:
    """Whether a group's probabilities add up to the labels that there are."""
    name, (least, most) = m.name.removeprefix("labels stated per label of "), STATED_RIGHT
    number = f"{measured(m)} labels stated for each one present"
    if m.low is None or m.high is None:
        return f"{name}: {number}, and no interval to say more."
    if m.high < least:
        return f"{name}: states too little, {number}."
    if m.low > most:
        return f"{name}: states too much, {number}."
    if m.low >= least and m.high <= most:
        return f"{name}: adds up, {number}."
    return f"{name}: {number}, which these images do not settle."


def rare(trial: Trial) -> tuple[str, ...]:
    """Recall of the tail beside that of all labels, and how many labels were never seen."""
    tail, every = trial.number("macro recall@8, tail"), trial.number("macro recall@8")
    lines = []
    if tail is not None and every is not None:
        lines.append(
            f"Labels on fewer than 500 train images: {measured(tail)} of their images have them among the "
            f"eight highest, a mean over labels; of all labels {percent(every.value)}."
        )
    unseen = trial.number("labels on no image")
    if unseen is not None and unseen.value:
        lines.append(f"{counted(int(unseen.value), 'label')} had no image here: nothing is known of them.")
    return tuple(lines)


def damage(trial: Trial) -> tuple[str, ...]:
    """F1@8 on damaged pictures beside the same ones clean, and which defects hurt."""
    found = trial.damaged
    if found is None:
        return ()
    return (
        f"Over {len(found.each)} kinds of damage F1@8 is {measured(found.suite)} on "
        f"{counted(found.n, 'image')}; on the same ones undamaged {measured(found.clean.f1)}. {NOT_PHOTOS}",
        *hurting(found),
    )


def numbers(trial: Trial) -> tuple[Measurement, ...]:
    """Everything that the sentences rest on."""
    found = trial.damaged
    if found is None:
        return trial.numbers
    return (*trial.numbers, found.clean.f1, found.suite, *(one.lost for one in found.each))
