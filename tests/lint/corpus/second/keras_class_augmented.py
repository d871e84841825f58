import tensorflow as tf
from keras.callbacks import EarlyStopping
from keras.datasets import fashion_mnist
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator


class FashionClassifier:
    def __init__(self, epochs: int = 20):
        self.epochs = epochs
        self.model = Sequential([Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)), MaxPooling2D(), Flatten(), Dense(10, activation="softmax")])
        self.model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    def load(self):
        train, test = fashion_mnist.load_data()
        self.x, self.y = self._prepare(train[0]), train[1]
        self.x_hold, self.y_hold = self._prepare(test[0]), test[1]

    @staticmethod
    def _prepare(a):
        return a.reshape(-1, 28, 28, 1) / 255.0

    def train(self):
        gen = ImageDataGenerator(rotation_range=20, width_shift_range=.2, height_shift_range=.2, horizontal_flip=True)
        callbacks = [EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)]
        batches = gen.flow(self.x, self.y, batch_size=32)
        return self.model.fit(batches, epochs=self.epochs, validation_data=(self.x_hold, self.y_hold), callbacks=callbacks)  # expect: FR101

    def report(self):
        loss, acc = self.model.evaluate(self.x_hold, self.y_hold, verbose=0)
        print(f"test accuracy {acc:.4f}")


if __name__ == "__main__":
    clf = FashionClassifier()
    clf.load()
    clf.train()
    clf.report()
