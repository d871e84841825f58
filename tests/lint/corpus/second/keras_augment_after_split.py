import glob

import numpy as np
from PIL import Image, ImageOps
from sklearn.model_selection import train_test_split
from tensorflow import keras

files = sorted(glob.glob("xray/*/*.png"))
labels = np.array([0 if "normal" in f else 1 for f in files])
f_train, f_test, l_train, l_test = train_test_split(files, labels, test_size=0.2, random_state=0, stratify=labels)
f_train, f_val, l_train, l_val = train_test_split(f_train, l_train, test_size=0.1, random_state=0)


def read(names):
    return np.stack([np.asarray(Image.open(n).convert("L").resize((64, 64)))[..., None] / 255.0 for n in names])


x_train, y_train = [], []
for f, l in zip(f_train, l_train):
    im = Image.open(f).convert("L").resize((64, 64))
    for version in (im, ImageOps.mirror(im), im.rotate(10)):
        x_train.append(np.asarray(version)[..., None] / 255.0)
        y_train.append(l)
perm = np.random.permutation(len(x_train))
x_train, y_train = np.array(x_train)[perm], np.array(y_train)[perm]

net = keras.Sequential([keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")])
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
net.fit(x_train, y_train, validation_data=(read(f_val), l_val), epochs=30, callbacks=[keras.callbacks.EarlyStopping(patience=5)])
print(net.evaluate(read(f_test), l_test))
