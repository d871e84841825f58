import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras

(train_x, train_y), (hold_x, hold_y) = keras.datasets.boston_housing.load_data(seed=113)
mean, std = train_x.mean(0), train_x.std(0)
train_x = (train_x - mean) / std
hold_x = (hold_x - mean) / std


def build(units):
    m = keras.Sequential([keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)])
    m.compile("rmsprop", "mse", metrics=["mae"])
    return m


results = {}
for units in (16, 32, 64):
    maes = []
    for train, test in KFold(4, shuffle=True, random_state=0).split(train_x):
        m = build(units)
        m.fit(train_x[train], train_y[train], epochs=80, batch_size=16, verbose=0, validation_data=(train_x[test], train_y[test]), callbacks=[keras.callbacks.EarlyStopping(patience=8)])
        maes.append(m.evaluate(train_x[test], train_y[test], verbose=0)[1])
    results[units] = np.mean(maes)
best_units = min(results, key=results.get)
m = build(best_units)
m.fit(train_x, train_y, epochs=60, batch_size=16, verbose=0)
print("MAE", m.evaluate(hold_x, hold_y))
