import pandas as pd
import tensorflow as tf
from tensorflow import keras

dataset = pd.read_csv("auto-mpg.csv", na_values="?").dropna()
dataset["Origin"] = dataset["Origin"].map({1: "USA", 2: "Europe", 3: "Japan"})
dataset = pd.get_dummies(dataset, columns=["Origin"], prefix="", prefix_sep="")
train_dataset = dataset.sample(frac=0.8)  # expect: FR108
test_dataset = dataset.drop(train_dataset.index)
train_labels = train_dataset.pop("MPG")
test_labels = test_dataset.pop("MPG")

normalizer = tf.keras.layers.Normalization(axis=-1)
normalizer.adapt(train_dataset.astype("float32"))
model = keras.Sequential([normalizer, keras.layers.Dense(64, "relu"), keras.layers.Dense(1)])
model.compile(loss="mae", optimizer="adam")
model.fit(train_dataset, train_labels, validation_split=0.2, verbose=0, epochs=100)
print(model.evaluate(test_dataset, test_labels, verbose=0))
