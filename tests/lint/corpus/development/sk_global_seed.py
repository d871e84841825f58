import random

import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import KFold, train_test_split
from sklearn.tree import DecisionTreeClassifier

SEED = 12
random.seed(SEED)
np.random.seed(SEED)
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
for train, val in KFold(5, shuffle=True).split(X_train):
    tree = DecisionTreeClassifier().fit(X_train[train], y_train[train])
    print(tree.score(X_train[val], y_train[val]))
print(DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test))
