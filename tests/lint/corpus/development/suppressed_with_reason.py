from keras.datasets import mnist

(x_train, y_train), (x_test, y_test) = mnist.load_data()
model = build()
# fittingroom: ignore[FR102] because the curve is for a figure and nothing is chosen by it
model.fit(x_train, y_train, epochs=5, validation_data=(x_test, y_test))
model.evaluate(x_test, y_test)
