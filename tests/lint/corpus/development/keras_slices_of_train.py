from keras import Sequential, callbacks, datasets, layers

(train_x, train_y), (test_x, test_y) = datasets.imdb.load_data(num_words=10000)
x_val, partial_x = train_x[:10000], train_x[10000:]
y_val, partial_y = train_y[:10000], train_y[10000:]
model = Sequential([layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("rmsprop", "binary_crossentropy", ["accuracy"])
model.fit(
    partial_x,
    partial_y,
    epochs=20,
    batch_size=512,
    validation_data=(x_val, y_val),
    callbacks=[callbacks.EarlyStopping("val_loss", patience=2)],
)
results = model.evaluate(test_x, test_y)
