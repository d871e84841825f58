import tensorflow as tf


def prepare():
    (a, b), (c, d) = tf.keras.datasets.cifar10.load_data()
    return a / 255.0, b, c / 255.0, d


def train(model, x, y, held_x, held_y):
    saver = tf.keras.callbacks.ModelCheckpoint("best.h5", monitor="val_accuracy", save_best_only=True)
    model.fit(x, y, epochs=30, validation_data=(held_x, held_y), callbacks=[saver])  # expect: FR101
    return model


def main():
    x, y, x_eval, y_eval = prepare()
    model = tf.keras.applications.MobileNetV2(weights=None, classes=10, input_shape=(32, 32, 3))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model = train(model, x, y, x_eval, y_eval)
    model.load_weights("best.h5")
    print(model.evaluate(x_eval, y_eval))


if __name__ == "__main__":
    main()
