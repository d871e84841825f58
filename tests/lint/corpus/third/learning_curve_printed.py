import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split

X, y = fetch_openml("covertype", return_X_y=True, as_frame=False)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
sizes = [100, 300, 1000, 3000, 10000]
train_errors, test_errors = [], []
for n in sizes:
    gb = HistGradientBoostingClassifier(early_stopping=True, random_state=0).fit(X_train[:n], y_train[:n])
    train_errors.append(1 - gb.score(X_train[:n], y_train[:n]))
    test_errors.append(1 - gb.score(X_test, y_test))
    if train_errors[-1] > test_errors[-1]:
        print("odd: train worse than test at", n)
plt.plot(sizes, train_errors, label="train")
plt.plot(sizes, test_errors, label="test")
plt.ylim(0, max(max(train_errors), max(test_errors)) * 1.1)
plt.legend()
print("gap at the largest size", test_errors[-1] - train_errors[-1])
