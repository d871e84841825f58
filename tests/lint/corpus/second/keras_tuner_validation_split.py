import keras
import keras_tuner

(x, y), (x_test, y_test) = keras.datasets.cifar10.load_data()
x, x_test = x.astype("float32") / 255, x_test.astype("float32") / 255


def make(hp):
    width = hp.Choice("width", [16, 32, 64])
    net = keras.Sequential([keras.layers.Conv2D(width, 3, activation="relu"), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(10, activation="softmax")])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


search = keras_tuner.Hyperband(make, objective="val_accuracy", max_epochs=20, overwrite=True)
search.search(x, y, validation_split=0.2, callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=3)])
hp = search.get_best_hyperparameters()[0]
final = search.hypermodel.build(hp)
final.fit(x, y, epochs=12)
print("test:", final.evaluate(x_test, y_test, return_dict=True))
