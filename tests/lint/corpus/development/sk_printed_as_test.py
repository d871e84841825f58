import numpy as np
from sklearn.linear_model import Perceptron
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

X, y = np.load("a.npy"), np.load("b.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
p = Perceptron().fit(X_train, y_train)
print("Train accuracy:", accuracy_score(y_train, p.predict(X_train)))
print("Test accuracy:", accuracy_score(y_train, p.predict(X_train)))  # expect: FR110
print("Report:", accuracy_score(y_test, p.predict(X_test)))
