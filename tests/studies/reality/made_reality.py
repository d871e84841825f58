"""A study's result with planted numbers, like those of a network on clothes: for the words of the card."""

from pathlib import Path

import numpy as np

from fittingroom.data.image_folder import Listing
from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.few import Few, FewPhotos
from fittingroom.studies.reality.photos import Question
from fittingroom.studies.reality.preparations import recipes_for
from fittingroom.studies.reality.probed import Judged, OnProbe, Unknown
from fittingroom.studies.reality.study import ProbeFound, Reality
from fittingroom.studies.reality.told import Told
from fittingroom.studies.reality.tolls import Compared, LeftOut, Toll, Tolls
from fittingroom.types import Measurement, Unit
from tests.studies.overfitting.made import pictures
from tests.studies.reality.probed import chart


def m(
    value: float, low: float, high: float, *, name: str = "accuracy", n: int = 3000, unit: Unit = "rate"
) -> Measurement:
    return Measurement(
        name=name, value=value, n=n, method="planted", part="photos", low=low, high=high, unit=unit
    )


def over(value: float, low: float, high: float, *, p: float = 0.0, **what) -> OverSeeds:
    return OverSeeds(measurement=m(value, low, high, **what), each=(value,) * 3, p=p)


def points(value: float, low: float, high: float) -> OverSeeds:
    return over(value, low, high, unit="points")


def told(accuracy: OverSeeds, stated: float, auroc: tuple[float, float, float], covered: float) -> Told:
    return Told(
        name="made",
        accuracy=accuracy,
        stated=m(stated, stated - 0.005, stated + 0.005),
        claims=points(0.01, 0.0, 0.02).measurement,
        sure=m(0.21, 0.19, 0.23),
        right_if_sure=m(0.23, 0.18, 0.28, n=600),
        tells=m(*auroc, unit="number"),
        promised=Measurement(name="promised", value=0.9, n=3000, method="exact", part="photos"),
        covered=m(covered, covered - 0.03, covered + 0.03),
        size=m(0.5, 0.45, 0.55, unit="number"),
        empty=m(0.5, 0.47, 0.53),
        like=m(0.15, 0.13, 0.17),
        right_if_like=m(0.2, 0.15, 0.25, n=450),
    )


def toll(title: str, lost: float, p: float, family: str = "light") -> Toll:
    change = points(lost, lost - 0.01, lost + 0.01).measurement
    right = m(0.93 + lost, 0.92 + lost, 0.94 + lost)
    return Toll(
        damage=title,
        title=title,
        family=family,
        accuracy=right,
        lost=change,
        p=p,
        stated=right,
        claims=change,
        covered=right,
    )


def tolls() -> Tolls:
    each = (
        toll("invert", -0.59, 0.0),
        toll("blur", -0.21, 0.0),
        toll("smear", -0.005, 0.4),
        toll("mirrored", -0.23, 0.0, family="cue"),
    )
    clean = m(0.93, 0.92, 0.94, n=2000)
    return Tolls(clean=clean, suite=m(0.69, 0.68, 0.7, n=2000), suite_stated=m(0.838, 0.83, 0.84), each=each)


def compared(what: str, difference: OverSeeds, p: float) -> Compared:
    return Compared(what=what, a=m(0.4, 0.34, 0.46), b=m(0.27, 0.22, 0.31), difference=difference, p=p)


def judged(recipe: str, reading: str, accuracy: OverSeeds) -> Judged:
    return Judged(
        recipe=recipe,
        reading=reading,
        accuracy=accuracy,
        always=m(0.287, 0.22, 0.35, name="always answering left"),
        advantage=points(-0.019, -0.099, 0.065).measurement,
        restricted=None,
        by_label=(
            m(0.1, 0.05, 0.16, name="recall of unten"),
            m(0.4, 0.33, 0.47, name="recall of oben"),
            m(0.9, 0.6, 0.97, name="recall of rechts"),
        ),
    )


def few(amount: int | None, photos: int, accuracy: OverSeeds) -> Few:
    change = points(0.1, 0.05, 0.15)
    return Few(
        amount=amount,
        photos=photos,
        accuracy=accuracy,
        gained=change,
        p=0.0,
        on_val=accuracy,
        forgotten=change,
    )


def probe() -> ProbeFound:
    recipes, _ = recipes_for(("stretch", "stretch-negate"), chart(), 12)
    n = 30
    photos = PreparedPhotos(
        ids=np.arange(n).astype(str),
        labels=np.array(["oben", "rechts", "unten"] * 10),
        groups=np.arange(n) // 3,
        pictures={r.name: np.zeros((n, 12, 12), np.uint8) for r in recipes},
        failures={r.name: ((),) * n for r in recipes},
        unreadable={},
        copies=(),
        conflicting=0,
        ignored=0,
        shown=(),
    )
    listing = Listing(folder=Path("snaps"), source=Path("labels.csv"), files=[], names=[], labels=[])
    first = over(0.268, 0.216, 0.311)
    said = OnProbe(
        judged=(
            judged("stretch", "strict", first),
            judged("stretch", "coarse", over(0.507, 0.46, 0.55)),
            judged("stretch-negate", "strict", over(0.52, 0.456, 0.579)),
        ),
        told={
            "stretch": told(first, 0.666, (0.501, 0.47, 0.53), 0.131),
            "stretch-negate": told(over(0.52, 0.456, 0.579), 0.726, (0.7, 0.68, 0.72), 0.351),
        },
        unknown=(
            Unknown(
                recipe="stretch",
                stated=m(0.72, 0.7, 0.74, n=542),
                sure=first.measurement,
                like=first.measurement,
            ),
        ),
    )
    return ProbeFound(
        question=Question(name="snaps", listing=listing, chart=chart(), recipes=recipes, left_out={}),
        photos=photos,
        arms={"default": said, "defects": said},
        few=FewPhotos(
            recipes=("stretch-negate", "stretch-negate"),
            before=over(0.52, 0.456, 0.579),
            each=(
                few(10, 30, over(0.57, 0.53, 0.61)),
                few(50, 150, over(0.704, 0.666, 0.739)),
                few(None, 150, over(0.704, 0.666, 0.739)),
            ),
        ),
    )


def made_reality(*, probes: bool = True, quick: bool = False, seeds: int = 3) -> Reality:
    data = pictures({"train": 60, "val": 20, "cal": 20, "test": 20})
    test = told(over(0.925, 0.92, 0.93, n=10_000), 0.94, (0.93, 0.92, 0.94), 0.901)
    helped = compared("light: gained", points(0.2, 0.15, 0.25), 0.001)
    not_shown = compared("dirt: gained", points(0.01, -0.02, 0.04), 0.9)
    missed = compared("missed", points(0.1, 0.05, 0.15), 0.001)
    right = m(0.5, 0.45, 0.55)
    return Reality(
        data=data,
        seeds=seeds,
        quick=quick,
        folder=Path("runs/made/reality"),
        majority=m(0.1, 0.09, 0.11, name="majority baseline", n=10_000),
        test={"default": test, "defects": test},
        classes=(
            m(0.733, 0.7, 0.76, name="recall of below", n=1000),
            m(0.986, 0.977, 0.992, name="recall of left", n=1000),
        ),
        tolls={"default": tolls(), "defects": tolls()},
        styles={},
        probes=(probe(),) if probes else (),
        compared=(
            compared("test", points(-0.012, -0.018, -0.006), 0.001),
            compared("damaged pictures", points(0.148, 0.14, 0.156), 0.0001),
            compared("snaps through stretch", points(0.135, 0.104, 0.165), 0.0001),
            compared("snaps through stretch-negate", points(0.04, -0.01, 0.09), 0.2),
        ),
        left_out=(
            LeftOut(
                family="light", default=right, without=right, learned=right, gained=helped, missed=missed
            ),
            LeftOut(
                family="dirt", default=right, without=right, learned=right, gained=not_shown, missed=missed
            ),
        ),
        failed={},
        seconds=100.0,
    )
