from keras.datasets import mnist

(x_train, y_train), (x_test, y_test) = mnist.load_data()
model = build()
model.fit(x_train, validation_data=x_test)  # fittingroom: ignore[FR102]  # expect: FR102 FR100
model.fit(x_train, y_train)  # fittingroom: ignore[FR101] because I say so  # expect: FR100
