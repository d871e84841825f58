import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

from loading import read_images

images, labels = read_images("leaves/")
X, y = [], []
for img, lab in zip(images, labels):
    X.append(img)
    y.append(lab)
    X.append(cv2.flip(img, 1))  # missed: FR106
    y.append(lab)
    X.append(cv2.rotate(img, cv2.ROTATE_180))
    y.append(lab)
X, y = np.array(X) / 255.0, np.array(y)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(12, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, validation_split=0.1, epochs=20)
print(model.evaluate(X_test, y_test))
