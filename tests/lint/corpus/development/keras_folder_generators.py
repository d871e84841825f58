from keras.callbacks import ModelCheckpoint, ReduceLROnPlateau
from keras.preprocessing.image import ImageDataGenerator

base = "data/cats_dogs"
train_datagen = ImageDataGenerator(rescale=1.0 / 255, shear_range=0.2, zoom_range=0.2)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)
train_generator = train_datagen.flow_from_directory(
    base + "/train", target_size=(150, 150), class_mode="binary"
)
validation_generator = test_datagen.flow_from_directory(
    base + "/test", target_size=(150, 150), class_mode="binary"
)
model = build_model()
model.fit_generator(
    train_generator,
    epochs=30,
    validation_data=validation_generator,  # expect: FR101
    callbacks=[ModelCheckpoint("m.h5", save_best_only=True), ReduceLROnPlateau()],
)
