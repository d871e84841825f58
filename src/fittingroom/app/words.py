"""What the app says, from what was measured: plain sentences, each with its number."""

import numpy as np

from fittingroom.app.asking import Answer, Familiarness
from fittingroom.app.collecting import DRAWING, FEWEST, Kept, Worth, alike
from fittingroom.app.doubting import Doubt, Together
from fittingroom.app.preparing import writing
from fittingroom.app.subject import Subject, as_sure
from fittingroom.measure.familiarity import LIKE, UNLIKE
from fittingroom.reporting.format import count, counted, enumerated, measured, percent, times, value
from fittingroom.studies.reality.judging import SURE
from fittingroom.types import Dataset, Measurement

WORTH = {
    "accuracy": "right on pictures brought here",
    "refused": "refused, of pictures of none of its classes",
}
"""What the measurements of kept pictures are called on the page."""


def subtitle(subject: Subject) -> str:
    """The headline of the run, with its baseline: what the picture brought is compared with."""
    return (
        f"{subject.run.model.name} is right on {measured(subject.accuracy)} of "
        f"{count(subject.accuracy.n)} test images of {subject.run.data.card.title}; always giving one class: "
        f"{value(subject.majority)}. And on a picture of yours?"
    )


def invitation(data: Dataset) -> str:
    """What to draw."""
    what = writing(data)
    if what:
        return f"Draw a {what} here"
    return f"Draw here, filled in or in outline: {', '.join(data.card.classes[:3])} …"


def familiar(found: Familiarness) -> str:
    """Whether the picture looks like what was learned, in words."""
    match found.verdict:
        case "like":
            return "It looks like its training data"
        case "borderline":
            return "Borderline: few of its own pictures look so strange"
        case "unlike":
            return "Unlike anything it was trained on"
        case _:
            return "Not known: this model's features are not known, so nothing tells it what it has seen"


def distance(found: Familiarness) -> str:
    """The number behind that verdict."""
    if found.verdict == "unknown":
        return ""
    far = f"Distance to its tenth nearest training image: {found.distance:.3f}."
    if not np.isfinite(found.unlike):
        return (
            f"{far} The validation part is too small to say how far {percent(UNLIKE, 0)} of its images lie."
        )
    share = f"about {100 * found.rarity:.0f} in 100" if found.rarity >= 0.01 else "fewer than 1 in 100"
    return (
        f"{far} Of its validation images {percent(LIKE, 0)} lie within {found.like:.3f}, "
        f"{percent(UNLIKE, 0)} within {found.unlike:.3f}; {share} lie as far out as yours."
    )


def promise(subject: Subject) -> str:
    """What its sets promise, and what they keep."""
    return (
        f"Its answers: a set that should hold the right class {percent(subject.promise.coverage, 0)} of the "
        f"time (on its test images: {measured(subject.covered)})"
    )


def answers(found: Answer, classes: tuple[str, ...]) -> str:
    """What the set means."""
    forced = f"Made to name one, it would say {classes[found.top]}."
    if found.familiar.verdict == "unlike":
        return f"It refuses: its promise is for pictures like its own, and this is none. {forced}"
    if not found.named:
        return f"No class is likely enough to stand in the set. {forced}"
    caution = (
        " The promise holds for pictures like its own; this one is at the border."
        if found.familiar.verdict == "borderline"
        else ""
    )
    if len(found.named) == 1:
        return f"One class is likely enough; all others are left out.{caution}"
    return f"It cannot tell these {len(found.named)} apart.{caution}"


def confidence(found: Answer, subject: Subject, kept: tuple[Kept, ...], source: str) -> tuple[str, bool]:
    """How often it was right when it was as sure, on pictures like this; and whether that was measured.

    Pictures that people brought come first, since they are what is asked about; then a probe of real photos
    that lies beside the run; for a picture that looks like the training data the test images, and the
    sentence says so.
    """
    outside = source != "data"
    own = alike(
        kept,
        model=subject.identity,
        preparation=found.preparation,
        verdict=found.familiar.verdict,
        confidence=found.confidence,
        drawn=source == DRAWING,
    )
    if outside and own is not None:
        kind = "drawings" if source == DRAWING else "photos"
        return (
            f"Of {kind} brought here and prepared alike that looked as strange and were answered about as "
            f"surely, {in_100(own)} were right (n = {count(own.n)}).",
            True,
        )
    if outside and source != DRAWING and (sentence := _by_probe(found, subject)):
        return sentence, True
    if found.familiar.verdict in ("like", "unknown"):
        near, least, most = as_sure(subject, found.confidence)
        known = (
            f"Of the test images answered most nearly as surely ({percent(least, 0)} to {percent(most, 0)}), "
            f"{in_100(near)} were right (n = {count(near.n)})."
        )
        if not outside:
            return known, True
        return (
            f"{known} That holds for pictures made like its own. Yours was made otherwise, and of such at "
            f"least {FEWEST} must be brought and named before anything can be said.",
            True,
        )
    return (
        f"Not tested on pictures like this: fewer than {FEWEST} that were prepared alike and looked as "
        "strange were brought and named. On its own kind of pictures the bars mean what they say; here they "
        "need not.",
        False,
    )


def _by_probe(found: Answer, subject: Subject) -> str:
    """What a probe of real photos beside the run says of this preparation; "" if there is none."""
    for one in subject.probed:
        if one.preparation == found.preparation:
            sure = one.sure if found.confidence >= SURE else None
            how = f" and answered at {percent(SURE, 0)} or more" if sure else ""
            m = sure or one.accuracy
            which = f"Of real photos ({one.photos}) prepared like this{how}"
            return f"{which}, {in_100(m)} were right (n = {count(m.n)})."
    return ""


def steady(found: Answer, classes: tuple[str, ...]) -> str:
    """What it means that an answer was kept or not."""
    n = len(found.changes)
    if found.kept == n:
        return f"Eight changes that leave the picture what it is: it says {classes[found.top]} every time."
    others = sorted({classes[change.answer] for change in found.changes if change.answer != found.top})
    return (
        f"Eight changes that leave the picture what it is: it says {classes[found.top]} "
        f"{times(found.kept)}, else {enumerated(others)}."
    )


def failed(failures: tuple[str, ...]) -> str:
    """Which steps of the preparation could not be done; "" if all could."""
    if not failures:
        return ""
    return f"Could not be done, and was left out: {'; '.join(failures)}."


def nearest(familiar: Familiarness, rows: tuple[int, ...]) -> str:
    """What the training images beside it are."""
    if not rows:
        return "Its nearest training images are not known"
    if familiar.verdict == "unlike":
        return "The training images that come nearest: far from it"
    return "The training images that come nearest"


def truth(label: str) -> str:
    """The label of an image of the validation part."""
    return f"Its label says {label}. An image of the data is no picture from outside, so it is not kept."


def real_world(worth: Worth, subject: Subject) -> str:
    """The accuracy on pictures that people brought, beside the benchmark's."""
    if worth.accuracy is None:
        return (
            f"On its benchmark it is right on {measured(subject.accuracy)}. What it is worth on your "
            "pictures nobody has measured yet: bring some, and say what they are."
        )
    few = " So few say little." if worth.accuracy.n < 30 else ""
    return (
        f"Right on {measured(worth.accuracy)} of {counted(worth.accuracy.n, 'picture')} brought here "
        f"({value(subject.accuracy)} on its test images).{few}"
    )


def people(worth: Worth) -> str:
    """Whose pictures these are, what that makes of the interval, and which do not count."""
    if not worth.people:
        told = "Pictures and labels are kept on this machine alone."
    elif worth.people == 1:
        told = (
            "All from one person: the interval treats the pictures as independent and says nothing of other "
            "people's."
        )
    else:
        told = (
            f"From {worth.people} people; the interval resamples people, since one person's pictures are "
            "alike."
        )
    if not worth.others:
        return told
    return f"{told} Not counted: {counted(worth.others, 'picture')} that another model answered."


def kept_as(line: Kept, worth: Worth) -> str:
    """What is said after a picture was named."""
    verdict = "It was right." if line.right else f"It had said {line.answer}."
    if worth.accuracy is None:
        return f"Kept as {line.label}. {verdict}"
    return (
        f"Kept as {line.label}. {verdict} So far it is right on {measured(worth.accuracy)} of your pictures."
    )


def people_elsewhere(m: Measurement) -> str:
    """What people reached on a published sample of the test images."""
    return (
        f"People without fashion expertise were right on {measured(m)} of {count(m.n)} of its test images "
        "(majority of three, by the data set's own authors)."
    )


def so_far(found: Together) -> str:
    """Everybody's answers in all quizzes on this machine."""
    whose = "one person" if found.persons == 1 else f"{found.persons} people"
    return (
        f"All quizzes here so far, {counted(found.people.n, 'answer')} by {whose}: people "
        f"{measured(found.people)}, the model {measured(found.model)} on the same images."
    )


def gap(m: Measurement) -> str:
    """The person minus the model, on the same images."""
    if m.low is None or m.high is None:
        return f"You minus the model: {value(m)}; one image has no interval."
    shown = "more than luck" if m.low > 0 or m.high < 0 else "so no difference is shown"
    return f"You minus the model, image by image: {measured(m)}, {shown} (n = {m.n})."


def doubt(found: Doubt, suspect: bool) -> tuple[str, ...]:
    """One image whose label somebody did not give, line by line."""
    lines = (
        f"label: {found.label}",
        f"people: {found.answers} ({found.differ} of {found.asked})",
        f"model: {found.model}",
    )
    return (*lines, "a label suspect") if suspect else lines


def doubted(found: tuple[Doubt, ...], suspects: int) -> str:
    """How many labels people doubt, and how many of these the model's probabilities doubt too."""
    return (
        f"{counted(len(found), 'test image')} so far; of these {suspects} are among the label suspects of "
        "the report. To differ does not mean that the label is wrong: on some pictures nobody can tell."
    )


def in_100(m: Measurement) -> str:
    bounds = "" if m.low is None or m.high is None else f" [{100 * m.low:.0f}, {100 * m.high:.0f}]"
    return f"{100 * m.value:.0f} in 100{bounds}"
