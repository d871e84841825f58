import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)
oof = np.zeros(len(y))
scores = []
for trn, val in StratifiedKFold(n_splits=5, shuffle=True, random_state=42).split(X, y):
    sc = StandardScaler().fit(X[trn])
    pca = PCA(10).fit(sc.transform(X[trn]))
    clf = LogisticRegression(max_iter=500)
    clf.fit(pca.transform(sc.transform(X[trn])), y[trn])
    oof[val] = clf.predict_proba(pca.transform(sc.transform(X[val])))[:, 1]
    scores.append(roc_auc_score(y[val], oof[val]))
print(f"worst fold {min(scores):.3f}, best fold {max(scores):.3f}")
print("oof auc", roc_auc_score(y, oof))
