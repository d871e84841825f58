import numpy as np
from sklearn.linear_model import LogisticRegression

X = np.load("X.npy")
y = np.load("y.npy")
X_train, y_train = X[:800], y[:800]
X_test, y_test = X[700:], y[700:]
clf = LogisticRegression()
clf.fit(X_train, y_train)
print(clf.score(X_test, y_test))  # expect: FR107
