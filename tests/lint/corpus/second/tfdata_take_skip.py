import tensorflow as tf

paths = tf.data.Dataset.list_files("flowers/*/*.jpg", shuffle=False)
count = paths.cardinality().numpy()
paths = paths.shuffle(count)
n_test = int(count * 0.2)
train_ds = paths.skip(n_test)  # expect: FR107
test_ds = paths.take(n_test)
NAMES = tf.constant(["daisy", "rose", "tulip"])


def load(path):
    label = tf.argmax(tf.strings.split(path, "/")[-2] == NAMES)
    img = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.resize(img, (128, 128)) / 255.0, label


train_ds = train_ds.map(load, num_parallel_calls=tf.data.AUTOTUNE).batch(32)
test_ds = test_ds.map(load).batch(32)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(16, 3, activation="relu"), tf.keras.layers.GlobalMaxPool2D(), tf.keras.layers.Dense(3)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, epochs=10)
model.evaluate(test_ds)
