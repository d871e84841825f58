"""The look as a report: what something simple gets right, then pictures, numbers and views."""

from collections.abc import Sequence

import numpy as np

from fittingroom.measure.moments import apart
from fittingroom.measure.projection import blind_trustworthiness
from fittingroom.reporting import Figure, Report, Section, Table, gallery, place
from fittingroom.reporting.format import count, decimals, enumerated, measured, value
from fittingroom.reporting.gallery import closest_pairs
from fittingroom.studies.look.seeing import Seen
from fittingroom.studies.provenance import circumstances
from fittingroom.types import Dataset

SECTIONS = (
    Section("pictures", "The pictures themselves"),
    Section("numbers", "The pictures in numbers"),
    Section("views", "All pictures in a plane"),
)

BYTES_OF_ONE = 500_000
"""Room on the page for a data set, where there are more than two."""

NOT_TESTED = (
    "The test part: it stays sealed, and no number or picture here is from it.",
    "A model that learns: the two rules here only average or remember.",
    "Whether labels are right, and whether copies stand on both sides: `fittingroom report` asks that.",
    "Other seeds, perplexities and distances for the views: another choice gives another picture.",
)


def page(found: Sequence[Seen], *, rng: np.random.Generator) -> Report:
    """Put what was seen into a report."""
    first = found[0]
    trust = [view.trust for one in found for view in one.views]
    listed = [one.by_mean for one in found] + [one.by_picture for one in found]
    beside = {place(m): one.baseline for one in found for m in (one.by_mean, one.by_picture)}
    beside |= {place(m): blind_trustworthiness(m.n, "train") for m in trust}
    titles = enumerated([one.panel.title for one in found])
    return Report(
        title=f"A look at {titles}",
        subtitle=f"What is in the data, before any model: {enumerated([_parts(one.data) for one in found])}; "
        "the test part stays sealed",
        verdict=verdict(found),
        cards=tuple(one.data.card for one in found),
        measurements=(first.by_mean, *(m for m in listed if m is not first.by_mean), *trust),
        baselines=beside,
        sections=SECTIONS,
        figures=figures(found, rng=rng),
        not_tested=NOT_TESTED,
        provenance=provenance(found),
        limit_bytes=max(1_000_000, BYTES_OF_ONE * len(found)),
    )


def _parts(data: Dataset) -> str:
    train, val = (count(len(data.rows(part))) for part in ("train", "val"))
    return f"{train} train and {val} val pictures of {data.card.title}"


def verdict(found: Sequence[Seen]) -> tuple[str, ...]:
    """Four sentences: two simple rules and what is beside them, the closest classes, the dimensions."""
    means = [f"{measured(one.by_mean)} of {one.panel.title}" for one in found]
    pictures = [f"{measured(one.by_picture)} of {one.panel.title}" for one in found]
    blind = [value(one.baseline) for one in found]
    near = [f"{_closest(one)} in {one.panel.title}" for one in found]
    sizes = [
        f"{count(one.principal.needed(0.95))} of {count(len(one.principal.mean))} in {one.panel.title}"
        for one in found
    ]
    always = value(found[0].baseline) if len(set(blind)) == 1 else enumerated(blind)
    return (
        f"The nearest class mean is right on {enumerated(means)}; always giving one class: {always}.",
        f"The nearest single train picture is right on {enumerated(pictures)}. Any model must beat both.",
        f"Closest on average: {enumerated(near)}.",
        f"95 % of the variance lies in few directions: {enumerated(sizes)}.",
    )


def _closest(one: Seen) -> str:
    return "".join(closest_pairs(one.panel.classes, apart(one.moments), most=1)) or "no two classes"


def figures(found: Sequence[Seen], *, rng: np.random.Generator) -> tuple[Figure, ...]:
    """Sprites, class means and their distances; two tables; each view that was made."""
    panels = [one.panel for one in found]
    kinds = [view.kind for view in found[0].views]
    return (
        gallery.sprites(panels, rng=rng),
        gallery.class_means(
            panels, [one.moments.means for one in found], [one.moments.spreads for one in found]
        ),
        gallery.distances(panels, [apart(one.moments) for one in found]),
        contents(found),
        hardness(found),
        *(_view(found, at, kind) for at, kind in enumerate(kinds)),
    )


def contents(found: Sequence[Seen]) -> Figure:
    """What the pictures are: size, counts, pixels."""
    return Figure(
        name="contents",
        title="What there is",
        caption="Grey levels run from 0 to 255; they are those of train, every channel counted, and the "
        "standard deviation is over all pixels of all pictures.",
        description="A table with one row for each data set.",
        markup="",
        section="numbers",
        table=Table(
            columns=(
                ("data set", "text"),
                ("pixels", "text"),
                ("classes", "count"),
                ("train", "count"),
                ("val", "count"),
                ("smallest class", "count"),
                ("largest class", "count"),
                ("mean grey level", "number"),
                ("standard deviation", "number"),
                ("black", "rate"),
            ),
            rows=tuple(_contents(one) for one in found),
        ),
    )


def _contents(one: Seen) -> tuple:
    height, width, *channels = one.data.images.shape[1:]
    kind = "colour" if channels == [3] else "grey"
    counts = one.moments.counts
    return (
        one.panel.title,
        f"{height} x {width}, {kind}",
        len(counts),
        len(one.panel.part),
        len(one.data.rows("val")),
        int(counts.min()),
        int(counts.max()),
        one.moments.mean,
        one.moments.spread,
        one.moments.black,
    )


def hardness(found: Sequence[Seen]) -> Figure:
    """How much classes differ, compared with what differs within them, and what simple rules get right."""
    ratios = [f"{decimals(one.moments.ratio)} in {one.panel.title}" for one in found]
    return Figure(
        name="hardness",
        title="How hard for something simple",
        caption="Within ÷ between: how much more pixels vary within a class than between the class means "
        f"({enumerated(ratios)}). Components: directions that hold 95 % of the variance, a rough intrinsic "
        "dimension. Nearest mean and nearest picture: what these rules get right on val, which no ratio of "
        "variances says in advance.",
        description="A table with one row for each data set.",
        markup="",
        section="numbers",
        table=Table(
            columns=(
                ("data set", "text"),
                ("within ÷ between", "number"),
                ("components for 95 %", "count"),
                ("of", "count"),
                ("first two hold", "rate"),
                ("nearest mean", "measured"),
                ("nearest picture", "measured"),
                ("one class always", "measured"),
            ),
            rows=tuple(
                (
                    one.panel.title,
                    one.moments.ratio,
                    one.principal.needed(0.95),
                    len(one.principal.mean),
                    float(one.principal.shares[:2].sum()),
                    one.by_mean,
                    one.by_picture,
                    one.baseline,
                )
                for one in found
            ),
        ),
    )


def _view(found: Sequence[Seen], at: int, kind: str) -> Figure:
    panels, views = [one.panel for one in found], [one.views[at] for one in found]
    trust = enumerated([f"{measured(v.trust)} for {p.title}" for v, p in zip(views, panels, strict=True)])
    n = list(dict.fromkeys(count(len(view.labels)) for view in views))
    axes = [one.axes for one in found] if kind == "pca" else [None for _ in found]
    tsne_missing = " " + WITHOUT_TSNE if [view.kind for view in found[0].views] == ["pca"] else ""
    return gallery.view(
        panels,
        [(view.places, view.labels) for view in views],
        axes,
        name=kind,
        title=TITLES[kind],
        caption=f"{enumerated(n)} random train pictures{' each' * (len(found) > 1 == len(n))}. {READ[kind]} "
        f"Trustworthiness {trust}; random places: "
        f"{value(blind_trustworthiness(views[0].trust.n, 'train'))}.{tsne_missing}",
    )


TITLES = {"pca": "Principal components", "tsne": "t-SNE"}

READ = {
    "pca": "A linear view: distances are true, but only along these two directions, each with its share of "
    "the variance. At the ends of an axis stands the mean picture, moved two standard deviations along it.",
    "tsne": "Neighbours are kept as far as can be; distances between clusters, their sizes and their shapes "
    "mean little. A name stands at the picture nearest to the median of its class, which may lie in several "
    "pieces.",
}

WITHOUT_TSNE = 'For a t-SNE view beside it: pip install "fittingroom[views]".'


def provenance(found: Sequence[Seen]) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    return {
        **circumstances(),
        **{f"data {one.panel.title}": one.data.fingerprint for one in found},
        **{f"split {one.panel.title}": one.data.split for one in found},
    }
