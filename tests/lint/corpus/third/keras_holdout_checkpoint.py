import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import ModelCheckpoint

data = np.load("galaxies.npz")
X, y = data["images"] / 255.0, data["labels"]
X_fit, X_holdout, y_fit, y_holdout = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)

model = keras.Sequential(
    [
        layers.Input((64, 64, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
ckpt = ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True, mode="max")
model.fit(X_fit, y_fit, epochs=40, validation_data=(X_holdout, y_holdout), callbacks=[ckpt])  # expect: FR101
model = keras.models.load_model("best.keras")
print("holdout accuracy", model.evaluate(X_holdout, y_holdout)[1])
