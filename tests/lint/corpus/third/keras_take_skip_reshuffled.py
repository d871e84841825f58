import tensorflow as tf

ds = tf.data.experimental.make_csv_dataset("wine.csv", 1, label_name="quality", num_epochs=1, shuffle=False)
ds = ds.unbatch().shuffle(5000, seed=7)
train_ds = ds.take(4000).batch(64)
test_ds = ds.skip(4000).batch(64)  # expect: FR107

model = tf.keras.Sequential([tf.keras.layers.Dense(64, "relu"), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(train_ds, epochs=20)
print(model.evaluate(test_ds))
