import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
X = StandardScaler().fit_transform(X)  # expect: FR105

skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
aucs = []
for fold, (tr_idx, te_idx) in enumerate(skf.split(X, y)):
    clf = SVC(probability=True, random_state=0)
    clf.fit(X[tr_idx], y[tr_idx])
    aucs.append(roc_auc_score(y[te_idx], clf.predict_proba(X[te_idx])[:, 1]))
    print(f"Fold {fold}: {aucs[-1]:.4f}")
print("mean", np.mean(aucs), "std", np.std(aucs))
