import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

X, y = np.load("fuel.npz")["X"], np.load("fuel.npz")["y"]
normalizer = keras.layers.Normalization()
normalizer.adapt(X)
print("means of everything, for the report only", normalizer.mean)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
normalizer.adapt(X_train)
model = keras.Sequential([normalizer, keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mae")
model.fit(X_train, y_train, validation_split=0.1, epochs=20)
print("MAE", model.evaluate(X_test, y_test))
