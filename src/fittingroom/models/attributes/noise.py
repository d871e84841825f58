"""Learning from labels of which some are wrong: corrected by a small clean set, or two networks that pick.

Both work on single cells, one label of one image: an image whose colour is wrong may have the right sleeve.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def transition(noisy: Tensor, clean: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """How often a label is given where it is true, and where it is not: (k,) each, from a small clean set.

    noisy, clean, known: (n, k) bool; of cells that are known both are. One example of each kind is added
    (Laplace's rule), so that a label never seen stands at one half.
    """
    true, false = clean & known, ~clean & known
    given_true = ((noisy & true).sum(0) + 1) / (true.sum(0) + 2)
    given_false = ((noisy & false).sum(0) + 1) / (false.sum(0) + 2)
    return given_true, given_false


def corrected(logits: Tensor, present: Tensor, given_true: Tensor, given_false: Tensor) -> Tensor:
    """Cross-entropy (n, k) of what would be given, were the network right: it learns the truth behind it.

    p(given) = p t + (1 - p) f, per label. G. Patrini et al., arXiv 1609.03683, "forward", for two classes.
    given_true, given_false: (k,), each inside 0..1 (`transition`).
    """
    log_p, log_not = F.logsigmoid(logits), F.logsigmoid(-logits)
    log_given = torch.logaddexp(log_p + given_true.log(), log_not + given_false.log())
    log_not_given = torch.logaddexp(log_p + torch.log1p(-given_true), log_not + torch.log1p(-given_false))
    return -(present * log_given + (1 - present) * log_not_given)


def taught_by_each_other(first: Tensor, second: Tensor, known: Tensor, kept: float) -> tuple[Tensor, Tensor]:
    """Co-teaching: which cells, (n, k) bool, each of two networks learns: what the other finds easy.

    first, second: their losses (n, k); known: (n, k) bool, the others are never learned; kept: the share of
    known cells that is learned, of each label, 1 at the start and 1 - noise later. Where a label is rare,
    its present cells are the hard ones and go first. B. Han et al., arXiv 1804.06872, whose rule is for
    images, not cells.
    """
    most = (kept * known.sum(0)).round().clamp_min(1)

    def easy(losses: Tensor) -> Tensor:
        order = losses.masked_fill(~known, torch.inf).argsort(dim=0, stable=True)
        return (order.argsort(dim=0) < most) & known

    return easy(second.detach()), easy(first.detach())


def share_kept(progress: float, noise: float, *, warm_up: float = 0.2) -> float:
    """The share that co-teaching keeps: falls linearly from 1 to 1 - noise within `warm_up` of the run."""
    return 1 - noise * min(1.0, progress / warm_up)
