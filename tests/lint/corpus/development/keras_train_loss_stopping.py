# EarlyStopping looks at the training loss; nothing is chosen on test.
from tensorflow import keras

(xtr, ytr), (xte, yte) = keras.datasets.boston_housing.load_data()
mean, std = xtr.mean(axis=0), xtr.std(axis=0)
xtr = (xtr - mean) / std
xte = (xte - mean) / std
model = keras.Sequential([keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
model.compile("rmsprop", "mse", metrics=["mae"])
model.fit(xtr, ytr, epochs=100, callbacks=[keras.callbacks.EarlyStopping(monitor="loss", patience=3)])
mse, mae = model.evaluate(xte, yte)
