"""Near copies of photos and product pictures: mirrored, cropped, recoloured, framed, turned.

`describe` each picture once, `find_copies` among the records, put them to `stars`; `plant` makes copies of
one's own pictures to see what is found (`fittingroom.measure.copies.calibrate`).
"""

from fittingroom.match.copies.description import RECORD, describe
from fittingroom.match.copies.find import (
    Copies,
    Laid,
    Settings,
    equal_pictures,
    find_copies,
    lay,
    opencv_on_one_thread,
    settled,
    verified,
)
from fittingroom.match.copies.groups import best_first, stars
from fittingroom.match.copies.kinds import changes_colour, is_far_fetched
from fittingroom.match.copies.plant import CHANGES, Planted, plant, two_kinds
from fittingroom.match.copies.search import MOST_EACH, Candidates, candidates

__all__ = [
    "CHANGES",
    "MOST_EACH",
    "RECORD",
    "Candidates",
    "Copies",
    "Laid",
    "Planted",
    "Settings",
    "best_first",
    "candidates",
    "changes_colour",
    "describe",
    "equal_pictures",
    "find_copies",
    "is_far_fetched",
    "lay",
    "opencv_on_one_thread",
    "plant",
    "settled",
    "stars",
    "two_kinds",
    "verified",
]
