from tensorflow.keras import layers, models
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_datagen = ImageDataGenerator(rescale=1.0 / 255, validation_split=0.2)
args = dict(target_size=(64, 64), class_mode="binary", seed=1)
train_gen = train_datagen.flow_from_directory("dataset/training_set", subset="training", **args)
val_gen = train_datagen.flow_from_directory("dataset/training_set", subset="validation", **args)
test_gen = ImageDataGenerator(rescale=1.0 / 255).flow_from_directory(
    "dataset/test_set", target_size=(64, 64), class_mode="binary", shuffle=False
)

cnn = models.Sequential([layers.Conv2D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(1, "sigmoid")])
cnn.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
cnn.fit(train_gen, epochs=25, validation_data=val_gen, callbacks=[EarlyStopping(patience=3)])
print(dict(zip(cnn.metrics_names, cnn.evaluate(test_gen))))
