import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

X, y = fetch_openml("mnist_784", return_X_y=True, as_frame=False)
X = X / 255.0
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=10_000, random_state=0)
clf = LogisticRegression(max_iter=200).fit(X_train, y_train)
y_hat = clf.predict(X_test)
boot = []
for i in range(1000):
    t, p = resample(y_test, y_hat, replace=True, random_state=i)
    boot.append(accuracy_score(t, p))
lo, hi = np.percentile(boot, [2.5, 97.5])
print(f"train {clf.score(X_train, y_train):.3f} test {accuracy_score(y_test, y_hat):.3f} [{lo:.3f}, {hi:.3f}], range {min(boot)}..{max(boot)}")
