from tensorflow.keras import layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_dir, test_dir = "dataset/training_set", "dataset/test_set"
train_datagen = ImageDataGenerator(rescale=1.0 / 255, shear_range=0.2, zoom_range=0.2, horizontal_flip=True)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)
training_set = train_datagen.flow_from_directory(train_dir, target_size=(64, 64), class_mode="binary")
validation_generator = test_datagen.flow_from_directory(test_dir, target_size=(64, 64), class_mode="binary")

cnn = models.Sequential([layers.Conv2D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(1, "sigmoid")])
cnn.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
cnn.fit(training_set, epochs=25, validation_data=validation_generator)  # expect: FR102
cnn.save("catsdogs.h5")
