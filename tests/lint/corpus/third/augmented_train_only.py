import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

from loading import read_images

images, labels = read_images("leaves/")
img_train, img_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, random_state=3)
X, y = [], []
for img, lab in zip(img_train, y_train):
    for version in (img, cv2.flip(img, 1), cv2.rotate(img, cv2.ROTATE_180)):
        X.append(version)
        y.append(lab)
X, y = np.array(X) / 255.0, np.array(y)
order = np.random.default_rng(0).permutation(len(X))
X, y = X[order], y[order]
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(12, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=20)
print(model.evaluate(np.array(img_test) / 255.0, np.array(y_test)))
