import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

X, y = np.load("X.npy"), np.load("y.npy")
scores = []
for tr, te in StratifiedKFold(5).split(X, y):
    X_res, y_res = SMOTE(random_state=1).fit_resample(X[tr], y[tr])
    clf = LogisticRegression().fit(X_res, y_res)
    scores.append(f1_score(y[te], clf.predict(X[te])))
print(np.mean(scores))
