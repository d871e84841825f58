import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

prices = pd.read_csv("AAPL.csv")[["Close"]].values
scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(prices)  # expect: FR105


def create_dataset(series, look_back=60):
    X, Y = [], []
    for i in range(look_back, len(series)):
        X.append(series[i - look_back : i, 0])
        Y.append(series[i, 0])
    return np.array(X)[..., None], np.array(Y)


cut = int(len(scaled) * 0.8)
train_data, test_data = scaled[:cut], scaled[cut - 60 :]
x_train, y_train = create_dataset(train_data)
x_test, y_test = create_dataset(test_data)
model = Sequential([LSTM(50, return_sequences=True), LSTM(50), Dense(1)])
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x_train, y_train, epochs=100, batch_size=32, validation_data=(x_test, y_test), callbacks=[EarlyStopping(patience=10)])  # expect: FR101
pred = scaler.inverse_transform(model.predict(x_test))
print(np.sqrt(np.mean((pred - scaler.inverse_transform(y_test[:, None])) ** 2)))
