"""A logistic regression on MNIST, as scikit-learn's users write it."""

import gzip
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score


def load_mnist(path, kind="train"):
    with gzip.open(f"{path}/{kind}-labels-idx1-ubyte.gz", "rb") as file:
        labels = np.frombuffer(file.read(), dtype=np.uint8, offset=8)
    with gzip.open(f"{path}/{kind}-images-idx3-ubyte.gz", "rb") as file:
        images = np.frombuffer(file.read(), dtype=np.uint8, offset=16).reshape(len(labels), 784)
    return images, labels


x_train, y_train = load_mnist(sys.argv[1])
x_test, y_test = load_mnist(sys.argv[1], kind="t10k")
model = LogisticRegression(C=0.01, max_iter=50).fit(x_train / 255, y_train)
print(f"Accuracy: {accuracy_score(y_test, model.predict(x_test / 255), normalize=False):.0f}/{len(y_test)}")
