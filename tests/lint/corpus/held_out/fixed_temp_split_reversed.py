from sklearn.model_selection import train_test_split
from keras.callbacks import EarlyStopping

X_train, X_rem, y_train, y_rem = train_test_split(images, labels, train_size=0.8, random_state=0)
X_valid, X_test, y_valid, y_test = train_test_split(X_rem, y_rem, test_size=0.5, random_state=0)
model.fit(X_train, y_train, validation_data=(X_valid, y_valid), callbacks=[EarlyStopping()])
model.evaluate(X_test, y_test)
