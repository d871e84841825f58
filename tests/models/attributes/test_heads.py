"""What heads say: logits whose sigmoid is the probability, whatever the head computes inside."""

import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.models.attributes.heads import HEADS, group_reading, head
from tests.models.attributes.conftest import LABELS


def test_logits_of_a_softmax_are_log_odds():
    reading = group_reading(LABELS)
    raw = 4 * torch.randn(50, reading.outputs)
    p = torch.sigmoid(reading.logits(raw))
    of_place = raw[:, [3, 4, 5]].softmax(1)
    torch.testing.assert_close(p[:, 3:], of_place[:, :2])
    torch.testing.assert_close(p[:, :3], torch.sigmoid(raw[:, :3]))


def test_logits_of_a_softmax_keep_their_order_where_it_is_sure():
    reading = group_reading(LABELS)
    raw = torch.zeros(2, reading.outputs)
    raw[0, 3], raw[1, 3] = 60.0, 61.0
    logits = reading.logits(raw)
    assert torch.isfinite(logits).all()
    assert logits[1, 3] > logits[0, 3] > 50


@pytest.mark.parametrize("name", HEADS)
def test_every_head_learns_a_made_truth(name):
    torch.manual_seed(0)
    made = head(name)(16, LABELS)
    features = torch.randn(12, 16, 2, 2)
    truth = (torch.rand(12, made.reading.outputs) < 0.5).float()
    optimiser = torch.optim.Adam(made.parameters(), lr=0.01 if name == "decoder" else 0.3)
    for _ in range(120):
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(made(features), truth)
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.2


@pytest.mark.parametrize("name", HEADS)
def test_the_last_layer_computes_in_full_under_autocast(name):
    made = head(name)(16, LABELS)
    with torch.autocast("cpu", torch.bfloat16):
        assert made(torch.randn(3, 16, 2, 2)).dtype == torch.float32


def test_a_decoder_reads_each_output_from_one_query_of_its_group():
    made = head("decoder")(16, LABELS)
    assert made.owner.tolist() == [0, 0, 0, 1, 1, 2]
    assert made.place.tolist() == [0, 1, 2, 0, 1, 0]


def test_an_unknown_head_is_refused():
    with pytest.raises(
        InputError, match=r"no head 'grup' .did you mean group..; there are flat, group, decoder"
    ):
        head("grup")
