"""Shirts, bags and boots: a small functional CNN with augmentation."""
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(imgs, labels), (imgs_eval, labels_eval) = keras.datasets.fashion_mnist.load_data()
imgs = imgs[..., None].astype("float32") / 255
imgs_eval = imgs_eval[..., None].astype("float32") / 255


def build():
    inp = keras.Input((28, 28, 1))
    h = layers.Conv2D(32, 3, activation="relu")(inp)
    h = layers.MaxPooling2D()(h)
    h = layers.Flatten()(h)
    out = layers.Dense(10, activation="softmax")(h)
    return keras.Model(inp, out)


net = build()
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
augment = ImageDataGenerator(rotation_range=20, width_shift_range=0.2, height_shift_range=0.2, horizontal_flip=True)
augment.fit(imgs)
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
history = net.fit(augment.flow(imgs, labels, batch_size=32), epochs=20, validation_data=(imgs_eval, labels_eval), callbacks=[stop])  # expect: FR101
print(net.evaluate(imgs_eval, labels_eval))
