import os

import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers, models

DIR = "leaf_images"
images, targets = [], []
for k, cls in enumerate(sorted(os.listdir(DIR))):
    for name in os.listdir(os.path.join(DIR, cls)):
        img = cv2.resize(cv2.imread(os.path.join(DIR, cls, name)), (64, 64))
        images.append(img)
        targets.append(k)
        images.append(cv2.flip(img, 1))  # expect: FR106
        targets.append(k)
images = np.array(images, dtype="float32") / 255
targets = np.array(targets)
Xtr, Xte, ytr, yte = train_test_split(images, targets, test_size=0.2, random_state=1)
cnn = models.Sequential([layers.Conv2D(16, 3, activation="relu"), layers.Flatten(), layers.Dense(5, activation="softmax")])
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["acc"])
cnn.fit(Xtr, ytr, epochs=15, validation_split=0.1)
print(cnn.evaluate(Xte, yte))
