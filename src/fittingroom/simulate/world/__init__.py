"""A shop's catalogue whose truth is known: products, sellers, their tags and titles, copies, annotators."""

from importlib.util import find_spec

from fittingroom.errors import MissingExtra

NEEDED = {
    "cv2": "opencv-python-headless",
    "pyarrow": "pyarrow",
    "simplejpeg": "simplejpeg",
    "skia": "skia-python",
}

for _module, _package in NEEDED.items():
    if find_spec(_module) is None:
        raise MissingExtra("simulating a catalogue", _package, "simulate")
