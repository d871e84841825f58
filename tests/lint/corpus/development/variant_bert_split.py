import tensorflow as tf

(train_examples, train_labels), (test_examples, test_labels) = tf.keras.datasets.imdb.load_data(
    num_words=10000
)
train_ds = tf.data.Dataset.from_tensor_slices((train_examples, train_labels)).shuffle(1000).batch(32)
test_ds = tf.data.Dataset.from_tensor_slices((test_examples, test_labels)).batch(32)
cb = tf.keras.callbacks.EarlyStopping(monitor="val_accuracy")
model = tf.keras.models.load_model("m")
model.fit(train_ds, validation_data=test_ds, callbacks=cb)  # expect: FR101
