import tensorflow as tf

AUTOTUNE = tf.data.AUTOTUNE
(xs, ys), test_arrays = tf.keras.datasets.cifar10.load_data()
everything = tf.data.Dataset.from_tensor_slices((xs, ys)).shuffle(50_000, seed=4, reshuffle_each_iteration=False)
val_ds = everything.take(5_000)
train_ds = everything.skip(5_000)
test_ds = tf.data.Dataset.from_tensor_slices(test_arrays)
flip = tf.keras.Sequential([tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomRotation(0.05)])


def prepare(ds, augment=False, shuffle=False):
    ds = ds.map(lambda a, b: (tf.cast(a, tf.float32) / 255.0, b), num_parallel_calls=AUTOTUNE)
    if shuffle:
        ds = ds.shuffle(2_000)
    ds = ds.batch(64)
    if augment:
        ds = ds.map(lambda a, b: (flip(a, training=True), b))
    return ds.prefetch(AUTOTUNE)


train_ds, val_ds, test_ds = prepare(train_ds, True, True), prepare(val_ds), prepare(test_ds)
model = tf.keras.applications.MobileNetV2(weights=None, input_shape=(32, 32, 3), classes=10)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cb = [tf.keras.callbacks.ReduceLROnPlateau(patience=2), tf.keras.callbacks.ModelCheckpoint("m.keras", save_best_only=True)]
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=cb)
loss, acc = tf.keras.models.load_model("m.keras").evaluate(test_ds)
print(acc)
