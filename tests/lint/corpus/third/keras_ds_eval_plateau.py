import tensorflow as tf

(images, labels), (ev_images, ev_labels) = tf.keras.datasets.cifar10.load_data()
ds = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(10_000).batch(128).prefetch(2)
ds_eval = tf.data.Dataset.from_tensor_slices((ev_images, ev_labels)).batch(256)

model = tf.keras.applications.MobileNetV2(input_shape=(32, 32, 3), weights=None, classes=10)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cbs = [
    tf.keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=3),
    tf.keras.callbacks.TensorBoard("logs"),
]
model.fit(ds, epochs=50, validation_data=ds_eval, callbacks=cbs)  # expect: FR101
