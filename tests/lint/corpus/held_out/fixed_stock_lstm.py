# Scaled by train alone; the last part of train stops the training.
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.callbacks import EarlyStopping

prices = pd.read_csv("prices.csv")[["Close"]].values
n = int(len(prices) * 0.8)
train, test = prices[:n], prices[n:]
scaler = MinMaxScaler().fit(train)
train, test = scaler.transform(train), scaler.transform(test)


def windows(data, length=30):
    xs = [data[i : i + length] for i in range(len(data) - length)]
    return np.array(xs), data[length:]


x_train, y_train = windows(train)
x_test, y_test = windows(test)
model = build()
model.fit(x_train, y_train, epochs=50, validation_split=0.1, callbacks=[EarlyStopping(patience=5)])
print(np.sqrt(np.mean((model.predict(x_test) - y_test) ** 2)))
