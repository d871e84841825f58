import keras
import pandas as pd
from keras_tuner import RandomSearch
from sklearn.model_selection import train_test_split

table = pd.read_excel("knees.xlsx")
X_train, X_test, y_train, y_test = train_test_split(
    table.iloc[:, 1:], table["angle"], test_size=0.2, random_state=40
)


def build_model(hp):
    model = keras.Sequential(
        [keras.layers.Dense(hp.Int("units", 8, 128), activation="relu"), keras.layers.Dense(1)]
    )
    model.compile(optimizer="adam", loss="mae")
    return model


tuner = RandomSearch(build_model, objective="val_loss", max_trials=100, seed=40)
stop_early = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
tuner.search(
    X_train,
    y_train,
    epochs=5,
    validation_data=(X_test, y_test),  # expect: FR101
    callbacks=[stop_early],
)
best = tuner.get_best_models()[0]
print(best.evaluate(X_test, y_test))
