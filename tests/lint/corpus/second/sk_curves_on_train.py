import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import ShuffleSplit, learning_curve, train_test_split, validation_curve
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
gammas = np.logspace(-6, -1, 6)
train_scores, test_scores = validation_curve(SVC(), X_train, y_train, param_name="gamma", param_range=gammas, cv=5)
mean_test = test_scores.mean(axis=1)
gamma = gammas[np.argmax(mean_test)]
sizes, tr, te = learning_curve(SVC(gamma=gamma), X_train, y_train, cv=ShuffleSplit(20, test_size=0.2, random_state=0))
plt.semilogx(gammas, mean_test)
plt.fill_between(sizes, te.min(axis=1), te.max(axis=1), alpha=0.2)
svc = SVC(gamma=gamma).fit(X_train, y_train)
print("test", svc.score(X_test, y_test))
