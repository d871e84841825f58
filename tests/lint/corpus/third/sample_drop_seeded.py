import pandas as pd
from tensorflow import keras

raw = pd.read_csv("auto-mpg.csv", na_values="?", sep=" ", skipinitialspace=True)
dataset = raw.copy().dropna()
dataset.pop("Name")
train_dataset = dataset.sample(frac=0.8, random_state=0)
test_dataset = dataset.drop(train_dataset.index)

train_stats = train_dataset.describe().transpose()
train_labels = train_dataset.pop("MPG")
test_labels = test_dataset.pop("MPG")
train_stats = train_dataset.describe().transpose()


def norm(x):
    return (x - train_stats["mean"]) / train_stats["std"]


normed_train_data = norm(train_dataset)
normed_test_data = norm(test_dataset)
model = keras.Sequential([keras.layers.Dense(64, "relu"), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="rmsprop", metrics=["mae"])
early_stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=10)
model.fit(normed_train_data, train_labels, epochs=1000, validation_split=0.2, callbacks=[early_stop])
loss, mae = model.evaluate(normed_test_data, test_labels)
error = model.predict(normed_test_data).flatten() - test_labels
print(mae, error.abs().max(), error.abs().min())
