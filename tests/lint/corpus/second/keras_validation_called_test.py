import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

train_df = pd.read_csv("digits_train.csv")
holdout_df = pd.read_csv("digits_holdout.csv")
X = train_df.drop(columns="label").values / 255.0
y = train_df["label"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.15, random_state=1, stratify=y)

model = Sequential([Dense(128, activation="relu"), Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
es = EarlyStopping(patience=4, restore_best_weights=True)
model.fit(X_train, y_train, epochs=60, validation_data=(X_test, y_test), callbacks=[es])

X_hold = holdout_df.drop(columns="label").values / 255.0
y_hold = holdout_df["label"].values
print("holdout accuracy:", model.evaluate(X_hold, y_hold)[1])
