import numpy as np
from keras.datasets import cifar10
from keras.utils import to_categorical

(X_train, y_train), (X_test, y_test) = cifar10.load_data()
X_train = (X_train.astype("float32") - 127.5) / 127.5
X_test = (X_test.astype("float32") - 127.5) / 127.5
n_classes = len(np.unique(y_test))
Y_train, Y_test = to_categorical(y_train, n_classes), to_categorical(y_test, n_classes)
model = build(X_train.shape[1:], n_classes)
model.fit(X_train, Y_train, validation_split=0.2, epochs=10)
score = model.evaluate(X_test, Y_test)
print("Test accuracy: %.2f%%" % (100 * score[1]))
