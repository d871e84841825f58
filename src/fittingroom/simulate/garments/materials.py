"""The 34 materials: surface, sheen, weight and what they let through; two of them look like others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """texture: its surface, see `textures`; rough: how high that stands; mottle: how much its brightness
    varies; gloss: strength of the highlight, 0 is matt; sharp: how small the highlight is; folds: how deep
    it creases; opacity: 1 lets nothing through; fuzz: width of the seam of hairs, as a share of the picture;
    rim: brightness gained where the cloth turns away (pile).
    """

    texture: str = "plain"
    rough: float = 0.5
    mottle: float = 0.03
    gloss: float = 0.0
    sharp: float = 8.0
    folds: float = 1.0
    opacity: float = 1.0
    fuzz: float = 0.0
    rim: float = 0.0


MATERIALS: dict[str, Material] = {
    "Canvas": Material("canvas", 1.3, 0.1, folds=0.6),
    "Cashmere": Material("fine knit", 1.0, 0.1, folds=0.7, fuzz=0.007, rim=0.10),
    "Chambray": Material("chambray", 0.5, 0.085),
    "Chiffon": Material("soft ripples", 0.5, 0.01, folds=1.1, opacity=0.66),
    "Corduroy": Material("ribs", 1.5, 0.12, folds=0.6, rim=0.08),
    "Cotton": Material("plain", 0.4, 0.03),
    "Denim": Material("denim", 0.7, 0.05, folds=0.9),
    "Faux Fur": Material("fur", 1.3, 0.14, folds=0.3, fuzz=0.026, rim=0.1),
    "Flannel": Material("flannel", 0.8, 0.09, folds=0.8, fuzz=0.004),
    "Fleece": Material("fleece", 1.7, 0.09, folds=0.45, fuzz=0.008),
    "Gingham": Material("plain", 0.4, 0.03),
    "Knit": Material("stitches", 1.0, 0.1, folds=0.5),
    "Lace": Material("lace", 0.7, 0.06, folds=0.5),
    "Leather": Material("grain", 1.0, 0.08, gloss=0.6, sharp=16, folds=1.2),
    "Linen": Material("slubs", 0.8, 0.07, folds=1.3),
    "Neoprene": Material("smooth", 0.0, 0.0, gloss=0.10, sharp=5, folds=0.12, rim=0.12),
    "Nylon": Material("ripstop", 1.0, 0.065, gloss=0.45, sharp=10, folds=1.2),
    "Organza": Material("crackle", 0.8, 0.03, gloss=0.40, sharp=10, folds=1.2, opacity=0.6),
    "Patent": Material("smooth", 0.0, 0.0, gloss=1.7, sharp=45, folds=1.0),
    "Plush": Material("plush", 1.0, 0.09, folds=0.3, fuzz=0.014, rim=0.14),
    "Satin": Material("ripples", 1.0, 0.0, gloss=0.9, sharp=9, folds=1.5),
    "Silk": Material("soft ripples", 1.7, 0.0, gloss=0.55, sharp=12, folds=1.3),
    "Spandex": Material("smooth", 0.0, 0.01, gloss=0.38, sharp=3, folds=0.35),
    "Suede": Material("suede", 0.5, 0.075, folds=0.7, rim=0.05),
    "Taffeta": Material("crackle", 1.7, 0.03, gloss=0.55, sharp=12, folds=1.4),
    "Tulle": Material("net", 0.5, 0.06, folds=0.8, opacity=0.85),
    "Tweed": Material("tweed", 0.8, 0.11, folds=0.5, fuzz=0.003),
    "Twill": Material("twill", 1.2, 0.075, folds=0.8),
    "Velour": Material("ribbed pile", 0.9, 0.13, folds=0.8, rim=0.32),
    "Velvet": Material("pile", 0.6, 0.2, folds=1.1, rim=0.55),
    "Vinyl": Material("smooth", 0.0, 0.0, gloss=1.0, sharp=4, folds=1.4),
    "Wool": Material("felt", 0.8, 0.075, folds=0.55, fuzz=0.005),
}

LOOKS: dict[str, tuple[str, ...]] = {
    "Polyester": ("Cotton", "Satin", "Nylon", "Chiffon"),
    "Rayon": ("Cotton", "Silk"),
}
"""Fibres that no picture shows: each product of theirs looks like one of these."""

BUILT: dict[str, tuple[str, float, float]] = {
    "Crochet": ("crochet", 1.0, 0.09),
    "Mesh": ("holes", 0.9, 0.06),
    "Quilted": ("quilt", 1.0, 0.10),
    "Sequins": ("scales", 0.9, 0.17),
}
"""Patterns that are a texture: its name, how rough and how mottled."""
