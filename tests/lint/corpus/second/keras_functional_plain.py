"""The simplest network that does something on Fashion-MNIST."""
import keras
from keras import layers, ops

EPOCHS, BATCH = 10, 32
(x_tr, y_tr), (x_te, y_te) = keras.datasets.fashion_mnist.load_data()
x_tr, x_te = [x.reshape(len(x), 28, 28, 1) / 255.0 for x in (x_tr, x_te)]

inputs = keras.Input(shape=(28, 28, 1))
z = layers.Conv2D(32, (3, 3), activation="relu")(inputs)
z = layers.MaxPooling2D((2, 2))(z)
z = layers.Flatten()(z)
outputs = layers.Dense(10, activation="softmax")(z)
model = keras.Model(inputs, outputs, name="plain")
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
log = model.fit(x_tr, y_tr, epochs=EPOCHS, batch_size=BATCH)
train_acc = log.history["accuracy"][-1]
test_loss, test_acc = model.evaluate(x_te, y_te)
print("train", train_acc, "test", test_acc, "gap", train_acc - test_acc)
