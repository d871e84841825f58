"""Finding copies: pictures whose bytes are equal, and pictures that are nearly the same."""

from fittingroom.match.exact import equal_groups, exact_groups, exact_pairs
from fittingroom.match.near import NearPairs, duplicate_groups, near_pairs, nearest

__all__ = [
    "NearPairs",
    "duplicate_groups",
    "equal_groups",
    "exact_groups",
    "exact_pairs",
    "near_pairs",
    "nearest",
]
