from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import ModelCheckpoint

X, y = load_sequences()
X_temp, X_test, y_temp, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
X_train, X_val, y_train, y_val = train_test_split(X_temp, y_temp, test_size=0.2, random_state=42)
model = build()
checkpoint = ModelCheckpoint("best.h5", monitor="val_accuracy", save_best_only=True)
model.fit(X_train, y_train, epochs=30, validation_data=(X_val, y_val), callbacks=[checkpoint])
model.load_weights("best.h5")
print("Final accuracy:", model.evaluate(X_test, y_test)[1])
