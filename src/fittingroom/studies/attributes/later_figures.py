"""The figures of what comes after training: decision rules, and methods for rare labels."""

from collections.abc import Sequence

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.format import enumerated
from fittingroom.studies.attributes.rare import PLAIN, Rare
from fittingroom.studies.attributes.ruled import Ruled


def rules(found: Sequence[Ruled]) -> Figure:
    """What the decision rules gain on logits that are there already."""
    return Figure(
        name="rules",
        title="Simulated: decision rules on the same logits",
        caption="F1 against all that is true. On val each rule decides on products that it did not learn "
        "from (5 folds, nested); on test it has learned from all of val. The gain is over the forced eight, "
        "on the same test images and seeds; p is adjusted for all rules.",
        description="A table of decision rules with F1 on val and test and the gain.",
        markup="",
        section="rules",
        table=Table(
            columns=(
                ("logits of", "text"),
                ("rule", "text"),
                ("val, nested", "measured"),
                ("test", "measured"),
                ("gain", "measured"),
                ("p, adjusted", "p"),
            ),
            rows=tuple(
                (
                    one.arm.title,
                    one.rule,
                    one.val.measurement,
                    one.test.measurement,
                    one.gain.over.measurement if one.gain else None,
                    one.gain.p if one.gain else None,
                )
                for one in found
            ),
        ),
    )


def rare_labels(found: Rare) -> list[Figure]:
    """Recall and average precision by the number of images that a label was learned from."""
    few, many = found.bounds
    sizes = enumerated([f"{shot.labels.sum()} labels on {shot.name}" for shot in found.shots])
    chosen = enumerated([f"{strength:g}" for strength in found.strengths])
    about = (
        f"Labels by their images in train after curation ({sizes}); the paper's bounds 500 and 10 000, "
        f"scaled to this world: {few} and {many}. The network is that of the curated arm, frozen; the "
        f"strength that val chose for the logit adjustment, seed by seed: {chosen}."
    )
    return [
        _by_shot("recall", "recall@8", found, about, "recall"),
        _by_shot("precision", "average precision", found, about, "precision"),
        _gains(found),
    ]


def _gains(found: Rare) -> Figure:
    """What each method changes, image by image and seed by seed."""
    return Figure(
        name="rare-gains",
        title="Simulated: change in mean recall@8 by shot bucket",
        caption=f"Each method less the network {PLAIN}, on the same test images and seeds, whole products as "
        "one draw. Intervals are not corrected for their number.",
        description="A table of methods with the change in mean recall@8 in each bucket of labels.",
        markup="",
        section="rare",
        table=Table(
            columns=(("method", "text"), *((shot.name, "measured") for shot in found.shots)),
            rows=tuple(
                (
                    method.name,
                    *(
                        gain.measurement if (gain := method.gains[shot.name]) else None
                        for shot in found.shots
                    ),
                )
                for method in found.methods
                if method.gains
            ),
        ),
    )


def _by_shot(name: str, words: str, found: Rare, about: str, field: str) -> Figure:
    plain = next(method for method in found.methods if method.name == PLAIN)
    rows = tuple(
        (
            method.name,
            method.f1.measurement,
            *(
                one.measurement if (one := getattr(method, field)[shot.name]) else None
                for shot in found.shots
            ),
        )
        for method in (plain, *(m for m in found.methods if m is not plain))
    )
    return Figure(
        name=f"rare-{name}",
        title=f"Simulated: mean {words} by shot bucket",
        caption=about,
        description=f"A table of methods with mean {words} in each bucket of labels.",
        markup="",
        section="rare",
        table=Table(
            columns=(
                ("method", "text"),
                ("F1@8 of all", "measured"),
                *((f"{shot.name} ({int(shot.labels.sum())})", "measured") for shot in found.shots),
            ),
            rows=rows,
        ),
    )
