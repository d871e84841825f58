import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.callbacks import EarlyStopping, ReduceLROnPlateau
from tensorflow.keras.layers import GRU, Dense
from tensorflow.keras.models import Sequential

prices = pd.read_csv("prices.csv", index_col=0)[["Close", "Volume"]]
scaler = MinMaxScaler()
scaled = scaler.fit_transform(prices)  # expect: FR105


def windows(data, length):
    xs, ys = [], []
    for i in range(len(data) - length):
        xs.append(data[i : i + length])
        ys.append(data[i + length, 0])
    return np.array(xs), np.array(ys)


X, y = windows(scaled, 30)
split = int(len(X) * 0.8)
X_train, X_test = X[:split], X[split:]
y_train, y_test = y[:split], y[split:]
gru = Sequential([GRU(64, input_shape=(30, 2)), Dense(1)])
gru.compile("adam", "mse")
callbacks = [EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True), ReduceLROnPlateau()]
gru.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test), callbacks=callbacks)  # expect: FR101
rmse = np.sqrt(np.mean((gru.predict(X_test).ravel() - y_test) ** 2))
