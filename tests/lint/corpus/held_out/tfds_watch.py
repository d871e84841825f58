import tensorflow as tf
import tensorflow_datasets as tfds

(ds_train, ds_test), ds_info = tfds.load("mnist", split=["train", "test"], as_supervised=True, with_info=True)
ds_train = ds_train.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y)).cache().shuffle(60000).batch(128)
ds_test = ds_test.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y)).batch(128).cache()
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(ds_train, epochs=6, validation_data=ds_test)  # expect: FR102
