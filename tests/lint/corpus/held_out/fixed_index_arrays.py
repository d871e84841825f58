import numpy as np
from sklearn.ensemble import RandomForestClassifier

rng = np.random.default_rng(0)
X, y = np.load("X.npy"), np.load("y.npy")
order = rng.permutation(len(X))
n = int(0.7 * len(X))
train_idx, test_idx = order[:n], order[n:]
model = RandomForestClassifier(random_state=0).fit(X[train_idx], y[train_idx])
print(model.score(X[test_idx], y[test_idx]))
