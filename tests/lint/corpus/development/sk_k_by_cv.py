import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
means = []
for k in range(1, 26):
    means.append(cross_val_score(KNeighborsClassifier(k), X_train, y_train, cv=10).mean())
best_k = int(np.argmax(means)) + 1
model = KNeighborsClassifier(best_k).fit(X_train, y_train)
print(model.score(X_test, y_test))
