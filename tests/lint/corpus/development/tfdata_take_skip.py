import tensorflow as tf

images, labels = load_everything()
ds = tf.data.Dataset.from_tensor_slices((images, labels))
ds = ds.shuffle(10000)
train_ds = ds.take(8000).batch(32)
test_ds = ds.skip(8000).batch(32)  # expect: FR107
model = build()
model.fit(train_ds, epochs=5)
model.evaluate(test_ds)
