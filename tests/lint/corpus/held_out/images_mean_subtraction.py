import numpy as np
from keras.datasets import cifar10
from keras.utils import to_categorical
from resnet import resnet_v1

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
x_train_mean = np.mean(x_train, axis=0)
x_train -= x_train_mean
x_test -= x_train_mean
y_train, y_test = to_categorical(y_train), to_categorical(y_test)
model = resnet_v1(input_shape=x_train.shape[1:])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=20, validation_split=0.1)
print("Test accuracy:", model.evaluate(x_test, y_test)[1])
