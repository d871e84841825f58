import tensorflow as tf
import tensorflow_datasets as tfds

(ds_train, ds_test), info = tfds.load("fashion_mnist", split=["train", "test"], as_supervised=True, with_info=True)


def normalize_img(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


ds_train = ds_train.map(normalize_img).cache().shuffle(info.splits["train"].num_examples).batch(128).prefetch(tf.data.AUTOTUNE)
ds_test = ds_test.map(normalize_img).batch(128).cache().prefetch(tf.data.AUTOTUNE)

model = tf.keras.models.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(128, activation="relu"), tf.keras.layers.Dense(10)])
model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
ckpt = tf.keras.callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
tensorboard = tf.keras.callbacks.TensorBoard("logs")
model.fit(ds_train, epochs=30, validation_data=ds_test, callbacks=[tensorboard, ckpt])  # expect: FR101
model.load_weights("best.keras")
print(model.evaluate(ds_test))
