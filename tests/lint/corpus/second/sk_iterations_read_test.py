"""Staged predictions: the number of trees that suits the test part."""
import numpy as np
from sklearn.datasets import make_hastie_10_2
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import zero_one_loss

X, y = make_hastie_10_2(n_samples=12_000, random_state=1)
X_train, X_test = X[:2000], X[2000:]
y_train, y_test = y[:2000], y[2000:]
gb = GradientBoostingClassifier(n_estimators=400, max_depth=2, random_state=0).fit(X_train, y_train)
errors = np.zeros(400)
for i, y_pred in enumerate(gb.staged_predict(X_test)):
    errors[i] = zero_one_loss(y_test, y_pred)
n_best = int(np.argmin(errors)) + 1  # expect: FR103
gb_best = GradientBoostingClassifier(n_estimators=n_best, max_depth=2, random_state=0).fit(X_train, y_train)
print("test error", 1 - gb_best.score(X_test, y_test))
