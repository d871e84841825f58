"""What of a part stands in another part too: the same bytes, or an image of the same product or group."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.checks.attributes import Crossing
from fittingroom.models.attributes.shards import Source
from fittingroom.studies.attribute_report.stored import PARTS, part_of, stored_bytes


def find_crossing(data: Path, judged: Source) -> Crossing:
    """Compare a part with the others that the set has. Only the judged part's hashes are held.

    Pictures that lie beside the set, as paths, are compared by their paths.
    """
    own = [digest for _, digest in sorted(_digests(judged))]
    bytes_too, group_too = np.zeros(len(judged), bool), np.zeros(len(judged), bool)
    compared = []
    for part in PARTS:
        if part == judged.name or (other := part_of(data, part)) is None:
            continue
        compared.append(part)
        group_too |= np.isin(judged.groups, other.groups)
        wanted = set(own)
        seen = tqdm(_digests(other), f"comparing with {part}", len(other), disable=None, leave=False, delay=2)
        met = {digest for _, digest in seen if digest in wanted}
        bytes_too |= np.array([digest in met for digest in own])
    return Crossing(len(judged), int(bytes_too.sum()), int(group_too.sum()), tuple(compared))


def _digests(source: Source) -> Iterator[tuple[int, str]]:
    """Each image's place in the source and the digest of its bytes, file by file."""
    for place, content in stored_bytes(source):
        raw = content if isinstance(content, bytes) else str(content).encode()
        yield place, blake2b(raw, digest_size=16).hexdigest()
