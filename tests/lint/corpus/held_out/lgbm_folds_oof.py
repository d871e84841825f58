# Out-of-fold predictions on train.csv, early stopping on the fold; test.csv is only predicted.
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
features = [c for c in train.columns if c not in ("id", "target")]
oof, preds = np.zeros(len(train)), np.zeros(len(test))
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=2020)
for fold, (trn_idx, val_idx) in enumerate(folds.split(train, train["target"])):
    dtrain = lgb.Dataset(train.iloc[trn_idx][features], train.iloc[trn_idx]["target"])
    dvalid = lgb.Dataset(train.iloc[val_idx][features], train.iloc[val_idx]["target"])
    booster = lgb.train(
        {"objective": "binary"}, dtrain, 1000, valid_sets=[dtrain, dvalid], callbacks=[lgb.early_stopping(50)]
    )
    oof[val_idx] = booster.predict(train.iloc[val_idx][features])
    preds += booster.predict(test[features]) / 5
print(roc_auc_score(train["target"], oof))
