import tensorflow as tf
import tensorflow_datasets as tfds

(train, val, test), info = tfds.load(
    "oxford_flowers102", split=["train[:80%]", "train[80%:]", "test"], as_supervised=True, with_info=True
)


def prepare(image, label):
    return tf.image.resize(image, (224, 224)) / 255.0, label


train = train.map(prepare).shuffle(1000).batch(32).prefetch(1)
val = val.map(prepare).batch(32)
test = test.map(prepare).batch(32)
net = tf.keras.applications.EfficientNetB0(weights=None, classes=102)
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(train, validation_data=val, epochs=20, callbacks=[tf.keras.callbacks.EarlyStopping(patience=3)])
net.evaluate(test)
