import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
y = train.pop("target").values
features = [c for c in train.columns if c != "id"]
train["n_missing"], test["n_missing"] = train[features].isna().sum(axis=1), test[features].isna().sum(axis=1)

seeds = (1, 2, 3)
oof, test_pred = np.zeros((len(train), 3)), np.zeros((len(test), 3))
folds = KFold(n_splits=5, shuffle=True, random_state=99)
for j, seed in enumerate(seeds):
    for trn_idx, val_idx in folds.split(train, y):
        clf = LGBMClassifier(n_estimators=300, random_state=seed)
        clf.fit(train[features].iloc[trn_idx], y[trn_idx])
        oof[val_idx, j] = clf.predict_proba(train[features].iloc[val_idx])[:, 1]
        test_pred[:, j] += clf.predict_proba(test[features])[:, 1] / folds.n_splits
    print("seed", seed, "CV", roc_auc_score(y, oof[:, j]))

weights = LogisticRegression().fit(oof, y)
sub = pd.DataFrame({"id": test["id"], "target": weights.predict_proba(test_pred)[:, 1]})
sub.to_csv("submission.csv", index=False)
