from dataclasses import dataclass, field

import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import Sequential, layers, utils
from tensorflow.keras.datasets import fashion_mnist


@dataclass
class Experiment:
    epochs: int = 10
    batch_size: int = 32
    history: dict = field(default_factory=dict)

    def network(self):
        m = Sequential()
        m.add(layers.Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
        m.add(layers.MaxPooling2D(2))
        m.add(layers.Dropout(0.25))
        m.add(layers.Flatten())
        m.add(layers.Dense(128, activation="relu"))
        m.add(layers.Dropout(0.5))
        m.add(layers.Dense(10, activation="softmax"))
        m.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
        return m

    def run(self):
        (train_images, train_labels), (test_images, test_labels) = fashion_mnist.load_data()
        train_images = np.expand_dims(train_images, -1) / 255.0
        test_images = np.expand_dims(test_images, -1) / 255.0
        train_labels, test_labels = utils.to_categorical(train_labels), utils.to_categorical(test_labels)
        a, b, c, d = train_test_split(train_images, train_labels, test_size=0.2, random_state=42)
        model = self.network()
        h = model.fit(a, c, epochs=self.epochs, batch_size=self.batch_size, validation_data=(b, d))
        self.history = h.history
        return model.evaluate(test_images, test_labels)


print(Experiment().run())
