import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

beats = pd.read_csv("heartbeats.csv")
groups = beats["patient_id"]
X = beats.drop(columns=["patient_id", "arrhythmia"])
y = beats["arrhythmia"]
aucs = []
for train_index, test_index in GroupKFold(5).split(X, y, groups=groups):
    model = HistGradientBoostingClassifier()
    model.fit(X.iloc[train_index], y.iloc[train_index])
    p = model.predict_proba(X.iloc[test_index])[:, 1]
    aucs.append(roc_auc_score(y.iloc[test_index], p))
    print("worst so far", min(aucs), "best so far", max(aucs))
print("mean AUC", sum(aucs) / len(aucs))
