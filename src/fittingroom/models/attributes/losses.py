"""Losses of labels that are asked one by one: what each entry of (n, k) costs.

Each takes logits (n, k) float32 and present (n, k) float32 of 0 and 1, and returns (n, k), never negative.
Which entries are known is not their business: criteria.py leaves the others out.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def cross_entropy(logits: Tensor, present: Tensor) -> Tensor:
    """-log p where present, else -log(1 - p): summed over all labels it is the paper's loss."""
    return F.softplus(logits) - present * logits


def weighted(logits: Tensor, present: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """Cross-entropy with a weight for present and one for absent, each () or (k,): two readings below.

    Z. Liu et al., DeepFashion, CVPR 2016, eq. 3, which leaves open over what the ratio is taken.
    """
    return cross_entropy(logits, present) * (present * positive + (1 - present) * negative)


def weights_of_all(counts: Tensor, answered: Tensor) -> tuple[Tensor, Tensor]:
    """First reading: one ratio over all labels together; each kind weighs as the other is frequent.

    counts: (k,) images that have each label, of those `answered` (k,) of which that is known. Returns the
    weights of present and of absent, ().
    """
    share = counts.sum() / answered.sum().clamp_min(1)
    return 1 - share, share


def weights_of_each(counts: Tensor, answered: Tensor, *, clip: float = 50.0) -> tuple[Tensor, Tensor]:
    """Second reading: a ratio for each label, absent / present, at most `clip`; absent weighs 1."""
    return ((answered - counts) / counts.clamp_min(1)).clamp(max=clip), torch.ones_like(counts)


def focal(logits: Tensor, present: Tensor, *, gamma: float = 2.0) -> Tensor:
    """Cross-entropy that leaves what is already right: times (1 - p of the truth) ** gamma.

    T.-Y. Lin et al., arXiv 1708.02002, eq. 4, without its class weight.
    """
    wrong = torch.sigmoid(logits * (1 - 2 * present))
    return wrong**gamma * cross_entropy(logits, present)


def asymmetric(
    logits: Tensor, present: Tensor, *, positive: float = 1.0, negative: float = 4.0, margin: float = 0.05
) -> Tensor:
    """Focal with an exponent of its own for absent, whose probability is first lowered by `margin`.

    Below the margin an absent label costs nothing at all. E. Ben-Baruch et al., arXiv 2009.14119, eq. 7.
    """
    p = torch.sigmoid(logits)
    lowered = (p - margin).clamp_min(0)
    if_present = (1 - p) ** positive * F.softplus(-logits)
    if_absent = -(lowered**negative) * torch.log((torch.sigmoid(-logits) + margin).clamp(1e-8, 1))
    return present * if_present + (1 - present) * if_absent


def hill(
    logits: Tensor, present: Tensor, *, top: float = 1.5, margin: float = 1.0, gamma: float = 2.0
) -> Tensor:
    """For sets where labels are missing: an absent label that the network is sure of costs little again.

    (top - p) p ** 2 where absent; where present the focal loss of a logit lowered by `margin`.
    Y. Zhang et al., arXiv 2112.07368, eq. 7 and 8.
    """
    p = torch.sigmoid(logits)
    return present * focal_margin(logits, margin=margin, gamma=gamma) + (1 - present) * (top - p) * p**2


def focal_margin(logits: Tensor, *, margin: float, gamma: float) -> Tensor:
    """The cost of present labels in Hill and SPLC: focal, asked to be right by a margin."""
    lowered = logits - margin
    return torch.sigmoid(-lowered) ** gamma * F.softplus(-lowered)


def self_paced(
    logits: Tensor,
    present: Tensor,
    *,
    begun: bool,
    threshold: float = 0.6,
    margin: float = 1.0,
    gamma: float = 2.0,
) -> Tensor:
    """SPLC: once learning has begun, an absent label that the network is sure of is taken for a missing one.

    begun: after the first epoch, in the source; before it is cross-entropy where absent. An absent
    label with p > threshold then costs what a present one does. Y. Zhang et al., arXiv 2112.07368, eq. 12.
    """
    taken = present
    if begun:
        taken = torch.maximum(present, (torch.sigmoid(logits.detach()) > threshold).to(present.dtype))
    if_present = focal_margin(logits, margin=margin, gamma=gamma)
    return taken * if_present + (1 - taken) * F.softplus(logits)


def distribution_balanced(
    logits: Tensor,
    present: Tensor,
    counts: Tensor,
    answered: Tensor,
    *,
    gamma: float = 2.0,
    tolerance: float = 2.0,
    shift: float = 0.05,
) -> Tensor:
    """For long tails: rare labels weigh more, and absent ones are tolerated once they are nearly right.

    Weights: how often a label would be drawn, were labels drawn evenly, against how often the image is, since
    it has several (smoothed: .1 + sigmoid(10 (r - .2))). Absent logits are scaled by `tolerance`; all are
    moved by `shift` times the log-odds of the label's frequency, as the authors' code does (the sign in the
    paper's eq. 6 is the other). counts: (k,) images that have each label, of those `answered` (k,) of which
    that is known.
    T. Wu et al., arXiv 2007.09654, eq. 3-8, with the focal factor.
    """
    of_label = 1 / counts.clamp_min(1)
    least = 1 / float(answered.max()) if len(answered) else 1.0
    of_image = (present * of_label).sum(1, keepdim=True).clamp_min(least)
    weight = 0.1 + torch.sigmoid(10 * (of_label / of_image - 0.2))
    n = answered.clamp_min(2)
    share = torch.minimum(counts.clamp_min(1), n - 1) / n
    moved = logits + shift * torch.logit(share)
    scaled = torch.where(present > 0, moved, tolerance * moved)
    divided = torch.where(present > 0, weight, weight / tolerance)
    return divided * focal(scaled, present, gamma=gamma)
