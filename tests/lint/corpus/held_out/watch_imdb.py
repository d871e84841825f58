from keras import layers, models, preprocessing
from keras.datasets import imdb

max_features, maxlen = 20000, 80
(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=max_features)
x_train = preprocessing.sequence.pad_sequences(x_train, maxlen=maxlen)
x_test = preprocessing.sequence.pad_sequences(x_test, maxlen=maxlen)
model = models.Sequential(
    [layers.Embedding(max_features, 128), layers.LSTM(128), layers.Dense(1, activation="sigmoid")]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=15, validation_data=(x_test, y_test))  # expect: FR102
score, acc = model.evaluate(x_test, y_test, batch_size=32)
print("Test score:", score, "Test accuracy:", acc)
