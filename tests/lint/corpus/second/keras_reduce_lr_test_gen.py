import os

from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.callbacks import ReduceLROnPlateau
from tensorflow.keras.preprocessing.image import ImageDataGenerator

base = "chest_xray"
train_dir, test_dir = os.path.join(base, "train"), os.path.join(base, "test")
train_gen = ImageDataGenerator(rescale=1 / 255, shear_range=0.2, zoom_range=0.2).flow_from_directory(train_dir, target_size=(150, 150), class_mode="binary")
test_gen = ImageDataGenerator(rescale=1 / 255).flow_from_directory(test_dir, target_size=(150, 150), class_mode="binary", shuffle=False)
model = models.Sequential([layers.Conv2D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=optimizers.RMSprop(1e-4), metrics=["acc"])
model.fit(train_gen, epochs=12, validation_data=test_gen, callbacks=[ReduceLROnPlateau(monitor="val_acc", patience=2, factor=0.3)])  # expect: FR101
print("Accuracy of the model is", model.evaluate(test_gen)[1] * 100, "%")
