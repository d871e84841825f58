import tensorflow as tf

ds = tf.data.Dataset.from_tensor_slices(read_everything())
ds = ds.shuffle(10000, seed=1, reshuffle_each_iteration=False)
test_ds = ds.take(2000).batch(32)
train_ds = ds.skip(2000).shuffle(1000).batch(32)
model = build()
model.fit(train_ds, epochs=5)
model.evaluate(test_ds)
