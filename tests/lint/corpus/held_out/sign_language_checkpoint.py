import pickle

import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import to_categorical

with open("sequences.pkl", "rb") as f:
    sequences, labels = pickle.load(f)
X = np.array(sequences)
y_encoded = to_categorical(labels).astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y_encoded, test_size=0.2, random_state=42)
model = Sequential()
model.add(LSTM(128, return_sequences=True, input_shape=X.shape[1:]))
model.add(LSTM(64))
model.add(Dense(y_encoded.shape[1], activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
checkpoint = ModelCheckpoint(
    "best_model.h5", monitor="val_accuracy", save_best_only=True, mode="max", verbose=1
)
history = model.fit(
    X_train,
    y_train,
    epochs=30,
    validation_data=(X_test, y_test),  # expect: FR101
    callbacks=[checkpoint],
)
val_loss, val_acc = model.evaluate(X_test, y_test)
print(f"Final Accuracy: {val_acc * 100:.2f}%")
