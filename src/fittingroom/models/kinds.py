"""The kinds of models that people bring: how each is told, what it is given, how it is asked.

They are told by what they can do, so none of their libraries is imported here unless the user
already has.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.models.predictor import Predictor

CHUNK = 500
"""Images handed to a model at once: few enough for a large network, many enough for a fast one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of model: how it is told, what it is given if the user does not say, how it is asked."""

    word: str
    fits: Callable[[Any], bool]
    reads: str
    read: Callable[[Any, np.ndarray], Any]
    ask: Callable[[Any, Any], Any]
    chunk: int = CHUNK


def kind_of_model(model: Any) -> Kind:
    """The row of KINDS that fits. Raises InputError for a class, and for an object of no known kind."""
    if isinstance(model, type):
        raise InputError(f"{model.__name__} is a class: hand over an object of it, {model.__name__}(...)")
    for kind in KINDS:
        if kind.fits(model):
            return kind
    raise InputError(
        f"cannot use an object of type {type(model).__name__} as a model: expected a scikit-learn "
        "estimator, a torch module, a Keras model, or a function from images to scores"
    )


# How each kind is told


def _is_predictor(model: Any) -> bool:
    return isinstance(model, Predictor)


def _is_keras_model(model: Any) -> bool:
    homes = {base.__module__.split(".")[0] for base in type(model).__mro__}
    return bool(homes & {"keras", "tf_keras", "tensorflow"}) and callable(getattr(model, "predict", None))


def _is_torch_module(model: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(model, torch.nn.Module)


def is_estimator(model: Any) -> bool:
    """Whether an object has the methods of a scikit-learn estimator."""
    return callable(getattr(model, "predict", None)) and callable(getattr(model, "get_params", None))


# What each kind is given


def _untouched(_model: Any, images: np.ndarray) -> np.ndarray:
    return images


def rows_of_pixels(_model: Any, images: np.ndarray) -> np.ndarray:
    """Images (n, h, w[, c]) uint8 as (n, h*w*c) float32 in 0..1."""
    return images.reshape(len(images), -1).astype(np.float32) / 255


def _channels_first(_model: Any, images: np.ndarray) -> np.ndarray:
    pixels = images if images.ndim == 4 else images[..., None]
    return np.moveaxis(pixels, 3, 1).astype(np.float32) / 255


def _as_declared(model: Any, images: np.ndarray) -> np.ndarray:
    """The shape that a built Keras model asks for: rows of pixels, (h, w) or (h, w, c)."""
    declared = getattr(model, "input_shape", None) if getattr(model, "built", False) else None
    axes = len(declared) if isinstance(declared, tuple) else 4
    if axes == 2:
        return rows_of_pixels(model, images)
    if axes == 4 and images.ndim == 3:
        images = images[..., None]
    elif axes == 3 and images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    return images.astype(np.float32) / 255


# How each kind is asked


def _ask_keras_model(model: Any, inputs: Any) -> Any:
    return model.predict(inputs, verbose=0)


def _ask_torch_module(model: Any, inputs: Any) -> Any:
    """On the module's own device and in its precision; its training flags are put back after."""
    import torch

    inputs = torch.tensor(inputs) if isinstance(inputs, np.ndarray) else inputs
    weight = next((w for w in model.parameters() if w.is_floating_point()), None)
    if isinstance(inputs, torch.Tensor) and weight is not None:
        inputs = inputs.to(weight.device, weight.dtype if inputs.is_floating_point() else None)
    modes = {part: part.training for part in model.modules()}
    try:
        model.eval()
        with torch.inference_mode():
            return model(inputs)
    finally:
        for part, mode in modes.items():
            part.training = mode


def _ask_estimator(model: Any, inputs: Any) -> Any:
    return model.predict_proba(inputs) if hasattr(model, "predict_proba") else model.predict(inputs)


KINDS = (
    Kind(
        word="predictor",
        fits=_is_predictor,
        reads="uint8 images as they are",
        read=_untouched,
        ask=lambda model, images: model.predict(images),
        chunk=sys.maxsize,  # it takes any number, and shows its own progress
    ),
    Kind(  # before torch modules: on its torch backend it is one of them too
        word="Keras model",
        fits=_is_keras_model,
        reads="the declared input shape, / 255",
        read=_as_declared,
        ask=_ask_keras_model,
    ),
    Kind(
        word="torch module",
        fits=_is_torch_module,
        reads="(n, c, h, w) / 255",
        read=_channels_first,
        ask=_ask_torch_module,
    ),
    Kind(
        word="estimator",
        fits=is_estimator,
        reads="pixels (n, h*w*c) / 255",
        read=rows_of_pixels,
        ask=_ask_estimator,
    ),
    Kind(
        word="function",
        fits=callable,
        reads="uint8 images as they are",
        read=_untouched,
        ask=lambda model, images: model(images),
    ),
)
"""Every kind of model; the first that fits is taken."""
