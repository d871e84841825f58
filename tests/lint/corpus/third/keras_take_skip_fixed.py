import tensorflow as tf

files = tf.data.Dataset.list_files("flowers/*/*.jpg", shuffle=False)
n = files.cardinality().numpy()
files = files.shuffle(n, seed=3, reshuffle_each_iteration=False)
n_test, n_val = int(0.1 * n), int(0.1 * n)
test_ds = files.take(n_test)
rest = files.skip(n_test)
val_ds = rest.take(n_val)
train_ds = rest.skip(n_val)


def load(path):
    image = tf.io.decode_jpeg(tf.io.read_file(path), 3)
    label = tf.strings.split(path, "/")[-2] == "roses"
    return tf.image.resize(image, (180, 180)) / 255.0, label


train_ds = train_ds.map(load).shuffle(1000).batch(32)
val_ds = val_ds.map(load).batch(32)
test_ds = test_ds.map(load).batch(32)

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", ["accuracy"])
stop = tf.keras.callbacks.EarlyStopping(patience=5)
model.fit(train_ds, validation_data=val_ds, epochs=100, callbacks=[stop])
model.evaluate(test_ds)
