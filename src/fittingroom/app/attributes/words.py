"""What the page of a model of attributes says, from what was measured: plain sentences with their numbers."""

from fittingroom.app.attributes.asking import AttributeAnswer, GroupAnswer
from fittingroom.app.attributes.group import COVERAGE, Choice, Several
from fittingroom.app.attributes.subject import AttributeSubject
from fittingroom.app.subject import nearly_as_sure
from fittingroom.app.words import in_100
from fittingroom.reporting.format import THIN, count, counted, enumerated, measured, percent, value


def subtitle(subject: AttributeSubject) -> str:
    """How good it is on its own pictures, with its baseline."""
    settings = subject.learned.settings
    labels, groups = len(subject.learned.labels.labels), len(subject.learned.labels.groups)
    what = f"{settings.name} names {counted(labels, 'label')} in {counted(groups, 'group')}"
    if subject.f1 is None or subject.frequencies is None:
        return f"{what}. And on a picture of yours?"
    return (
        f"{what}: F1@8 {measured(subject.f1)} on {count(subject.f1.n)} validation images of {subject.data}; "
        f"always naming the most frequent labels: {value(subject.frequencies)}. And on a picture of yours?"
    )


def asked(found: GroupAnswer) -> str:
    """What kind of question a group is."""
    n = len(found.known.names)
    return f"one of {n}, or none" if isinstance(found.known.rule, Choice) else f"any of {n}"


def chips(found: GroupAnswer) -> tuple[str, ...]:
    """The answer itself: labels, "does not apply", or "unknown"."""
    match found.state:
        case "named":
            names = tuple(found.known.names[place] for place in found.named)
            return (*names, "or none of them") if found.or_none else names
        case "none":
            return ("none of them, or does not apply",)
        case _:
            return ("unknown",)


def why(found: GroupAnswer) -> str:
    """Why it says that, and with what promise."""
    if found.refused:
        return "It refuses: its promises are for pictures like its own, and this is none."
    rule, n = found.known.rule, len(found.known.names)
    return _of_choice(found, rule, n) if isinstance(rule, Choice) else _of_several(found, rule)


def _of_choice(found: GroupAnswer, rule: Choice, n: int) -> str:
    if rule.promise is None:
        return f"Too few validation images have a label of {found.known.name} to promise anything."
    kept = "" if rule.covered is None else f"; measured {measured(rule.covered)}"
    share = percent(rule.promise.coverage, 0)
    promise = f"Promised: for {share} of pictures that have a label the set holds it{kept}"
    if found.state == "unknown" and found.possible:
        return f"{found.possible} of {n} may be it, too many to name. {promise}."
    if found.state == "unknown":
        return f"No label is likely enough, nor that there is none. {promise}."
    return f"{promise}."


def _of_several(found: GroupAnswer, rule: Several) -> str:
    worth = _worth(rule)
    if found.state == "named":
        return f"Above the threshold that val chose: {worth}."
    if found.state == "none":
        return (
            f"All are less likely than the likeliest is on {percent(COVERAGE, 0)} of validation images that "
            "have one."
        )
    return f"None is above the threshold that val chose ({worth})."


def _worth(rule: Several) -> str:
    """What names above the threshold were worth on val; where nothing was named, there is no share of it."""
    right = (
        "no label was named so on images of val"
        if rule.precision is None
        else f"{measured(rule.precision)} of labels named so are right"
    )
    return right if rule.recall is None else f"{right}, {measured(rule.recall)} of all there are are named"


def tested(found: GroupAnswer, familiar: str, changes: int) -> str:
    """How often its first answer was right when as sure, and whether it keeps it."""
    rule = found.known.rule
    sure = float(found.p.max())
    if isinstance(rule, Choice):
        sure = max(sure, found.none)
    kept = f"Its first answer stays {found.kept} of {changes} times when the picture hardly changes."
    if familiar != "like" or not len(found.known.stated):
        return kept
    near, least, most = nearly_as_sure(found.known.stated, found.known.right, sure, part="val")
    return (
        f"First answers as sure ({hundredths(least)} to {hundredths(most)}) were right {in_100(near)} times "
        f"on val (n = {count(near.n)}). {kept}"
    )


def caution(found: AttributeAnswer, subject: AttributeSubject, *, outside: bool) -> str:
    """What the promises are worth for this picture; "" for one of the model's own that looks like them."""
    match found.familiar.verdict:
        case "unlike":
            return "Every group is unknown: all bars below are guesses about a picture of another kind."
        case "borderline":
            return "The promises hold for pictures like its own; this one is at the border."
        case _ if outside:
            return (
                f"Promised and measured for pictures made like those of {subject.data}. Yours was made "
                "otherwise, and on such nothing was measured."
            )
        case _:
            return ""


def outside(subject: AttributeSubject) -> str:
    """That a picture from elsewhere was never tested."""
    return (
        f"All numbers were measured on validation images of {subject.data}, by thresholds that other "
        "products set; how it does on pictures from elsewhere nobody has measured."
    )


def hundredths(p: float) -> str:
    """A probability in whole percent."""
    return f"<1{THIN}%" if p < 0.005 else f">99{THIN}%" if p > 0.995 else percent(p, 0)


def given(names: dict[str, tuple[str, ...]]) -> str:
    """The labels of an image of the validation part, group by group."""
    told = [f"{group} {enumerated(labels)}" for group, labels in names.items() if labels]
    return f"Its labels say: {'; '.join(told)}." if told else "It has no label."
