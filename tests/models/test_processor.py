"""Choosing the processor changes nothing that it does not put back."""

import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.models.processor import choose_processor, running_on


def test_the_number_of_threads_is_put_back_even_after_an_error():
    before = torch.get_num_threads()
    seen = []

    def fail() -> None:
        with running_on(choose_processor("cpu", threads=before + 1)):
            seen.append(torch.get_num_threads())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (seen, torch.get_num_threads()) == ([before + 1], before)


@pytest.mark.parametrize(
    ("flags", "precision"), [({"avx512_bf16": True}, "bfloat16"), ({"avx2": True}, "float32")]
)
def test_bfloat16_is_taken_only_where_the_processor_multiplies_it(monkeypatch, flags, precision):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: flags, raising=False)
    chosen = choose_processor("cpu")
    assert (chosen.precision, chosen.dtype) == (precision, getattr(torch, precision))


@pytest.mark.parametrize("device", ["tpu", "cuda:0"])
def test_a_device_that_is_not_there_is_refused(monkeypatch, device):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(InputError, match=rf"cannot train on device '{device}': torch .* finds only cpu here"):
        choose_processor(device)
