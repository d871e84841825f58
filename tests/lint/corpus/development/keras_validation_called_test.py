# X_test here is cut from train; the published test part is opened once, at the end.
from keras.callbacks import EarlyStopping
from keras.datasets import mnist
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split

(X, y), (X_final, y_final) = mnist.load_data()
X = X.reshape(len(X), -1) / 255.0
X_final = X_final.reshape(len(X_final), -1) / 255.0
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=1)
model = Sequential([Dense(128, activation="relu"), Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    X_train, y_train, validation_data=(X_test, y_test), callbacks=[EarlyStopping(patience=2)], epochs=50
)
print(model.evaluate(X_final, y_final))
