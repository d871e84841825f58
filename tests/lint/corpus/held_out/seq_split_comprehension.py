import glob
import random

import numpy as np
from keras.utils import Sequence

from net import model

paths = sorted(glob.glob("frames/*.npy"))
random.shuffle(paths)  # expect: FR108
n = int(0.8 * len(paths))
train_paths, test_paths = paths[:n], paths[n:]


class Frames(Sequence):
    def __init__(self, files):
        self.files = files

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return np.load(self.files[i]), int("good" in self.files[i])


model.fit(Frames(train_paths), epochs=3)
print(model.evaluate(Frames(test_paths)))
