import tensorflow as tf
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0

model = tf.keras.Sequential(
    [tf.keras.layers.Flatten(), tf.keras.layers.Dense(128, "relu"), tf.keras.layers.Dense(10)]
)
model.compile(
    "adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
history = model.fit(
    x_train,
    y_train,
    validation_split=0.1,
    epochs=30,
    callbacks=[
        EarlyStopping(monitor="val_loss", patience=4, restore_best_weights=True),
        ModelCheckpoint("w.keras", monitor="val_accuracy", save_best_only=True),
    ],
)
best_epoch = max(range(len(history.history["val_accuracy"])), key=history.history["val_accuracy"].__getitem__)
print("best epoch", best_epoch)
test_loss, test_acc = model.evaluate(x_test, y_test, verbose=2)
print("Test accuracy:", test_acc)
if test_acc > 0.9:
    print("goal of the assignment reached")
