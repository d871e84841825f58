"""What TensorFlow Datasets' reader of MNIST's files takes from TensorFlow: a way to open a file.

TensorFlow is far larger than all of the project; in its place stands Python's own `open`. The reader is
TensorFlow Datasets' own, unmodified.
"""

import types

__version__ = "2.20.0"

io = types.SimpleNamespace(gfile=types.SimpleNamespace(GFile=open))
