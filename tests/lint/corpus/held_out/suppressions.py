import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = np.load("x.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(
    X, y
)  # fittingroom: ignore[FR108] because ten runs are averaged
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))  # fittingroom: ignore because it is fine  # expect: FR100
# fittingroom: ignore[FR105]: scaled elsewhere  # expect: FR100
Z = X / 255
