import numpy as np
from keras.datasets import fashion_mnist
from sklearn.metrics import classification_report, confusion_matrix

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
model = build()
model.fit(x_train / 255, y_train, epochs=5)
probabilities = model.predict(x_test / 255)
labels = np.argmax(probabilities, axis=1)
print(classification_report(y_test, labels))
wrong = np.where(labels != y_test)[0]
most = max(probabilities[wrong[0]])
print(confusion_matrix(y_test, labels), most)
