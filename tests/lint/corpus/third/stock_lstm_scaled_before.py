import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

close = pd.read_csv("AAPL.csv")["Close"].values.reshape(-1, 1)
scaler = MinMaxScaler(feature_range=(0, 1))
scaled_data = scaler.fit_transform(close)  # expect: FR105

training_data_len = int(np.ceil(len(close) * 0.8))
train_data = scaled_data[0:training_data_len, :]
x_train, y_train = [], []
for i in range(60, len(train_data)):
    x_train.append(train_data[i - 60 : i, 0])
    y_train.append(train_data[i, 0])
x_train, y_train = np.array(x_train)[..., None], np.array(y_train)

model = Sequential([LSTM(50), Dense(25), Dense(1)])
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x_train, y_train, batch_size=1, epochs=1)

test_data = scaled_data[training_data_len - 60 :, :]
x_test = np.array([test_data[i - 60 : i, 0] for i in range(60, len(test_data))])[..., None]
y_test = close[training_data_len:, :]
predictions = scaler.inverse_transform(model.predict(x_test))
print("RMSE", np.sqrt(np.mean((predictions - y_test) ** 2)))
