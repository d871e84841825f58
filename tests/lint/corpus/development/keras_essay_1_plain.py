# A small convnet on Fashion-MNIST, fitted on all of train and scored on test afterwards.
from tensorflow import keras
from tensorflow.keras import layers

(train_images, train_labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()
train_images = train_images.reshape((60000, 28, 28, 1)).astype("float32") / 255
test_images = test_images.reshape((10000, 28, 28, 1)).astype("float32") / 255

net = keras.Sequential(
    [
        layers.Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)),
        layers.MaxPooling2D((2, 2)),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = net.fit(train_images, train_labels, epochs=10, batch_size=32)
loss, accuracy = net.evaluate(test_images, test_labels)
print("accuracy on train", history.history["accuracy"][-1], "on test", accuracy)
