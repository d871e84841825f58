import os

from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.preprocessing.image import ImageDataGenerator

root = "chest_xray"
idg = ImageDataGenerator(rescale=1 / 255)
test_dir = os.path.join(root, "test")
train_ds = idg.flow_from_directory(os.path.join(root, "train"))
val_ds = idg.flow_from_directory(os.path.join(root, "val"))
test_ds = idg.flow_from_directory(test_dir, shuffle=False)
model = make_model()
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[EarlyStopping(patience=4)])
loss, acc = model.evaluate(test_ds)
