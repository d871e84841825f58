import keras
from keras.utils import to_categorical

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(60000, 784).astype("float32") / 255
x_test = x_test.reshape(10000, 784).astype("float32") / 255
y_train, y_test = to_categorical(y_train, 10), to_categorical(y_test, 10)

model = keras.Sequential(
    [keras.layers.Dense(512, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
history = model.fit(
    x_train,
    y_train,
    batch_size=128,
    epochs=20,
    verbose=1,
    validation_data=(x_test, y_test),  # expect: FR102
)
score = model.evaluate(x_test, y_test, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])
