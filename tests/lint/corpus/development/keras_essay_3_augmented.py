# Augmentation and early stopping; the stopping looks at the test set.
import numpy as np
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.datasets import fashion_mnist
from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x_train = np.expand_dims(x_train, -1) / 255.0
x_test = np.expand_dims(x_test, -1) / 255.0

augment = ImageDataGenerator(
    rotation_range=20, width_shift_range=0.2, height_shift_range=0.2, horizontal_flip=True
)
augment.fit(x_train)

model = Sequential(
    [
        Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)),
        MaxPooling2D(2),
        Flatten(),
        Dense(10, "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
stop = EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
model.fit(
    augment.flow(x_train, y_train, batch_size=32),
    epochs=20,
    validation_data=(x_test, y_test),  # expect: FR101
    callbacks=[stop],
)
print("final:", model.evaluate(x_test, y_test))
