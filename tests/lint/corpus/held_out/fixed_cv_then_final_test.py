import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split

X, y = np.load("X.npy"), np.load("y.npy")
X_dev, X_test, y_dev, y_test = train_test_split(X, y, random_state=0)
candidates = {"lr": LogisticRegression(), "rf": RandomForestClassifier()}
results = {name: cross_val_score(model, X_dev, y_dev, cv=5).mean() for name, model in candidates.items()}
best = max(results, key=results.get)
final = candidates[best].fit(X_dev, y_dev)
print(best, final.score(X_test, y_test))
