import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

np.random.seed(1234)
table = pd.read_csv("loans.csv")
mask = np.random.rand(len(table)) < 0.8
past, future = table[mask], table[~mask]
target = "default"
dtrain = lgb.Dataset(past.drop(columns=target), past[target])
best_params, best_auc, best_rounds = None, -1, None
for leaves in (15, 31, 63):
    for lr in (0.03, 0.1):
        p = {"objective": "binary", "metric": "auc", "num_leaves": leaves, "learning_rate": lr, "verbose": -1}
        res = lgb.cv(p, dtrain, 1000, nfold=5, callbacks=[lgb.early_stopping(50)], seed=0)
        test_auc = max(res["valid auc-mean"])
        if test_auc > best_auc:
            best_auc, best_params, best_rounds = test_auc, p, len(res["valid auc-mean"])
bst = lgb.train(best_params, dtrain, best_rounds)
print("AUC", roc_auc_score(future[target], bst.predict(future.drop(columns=target))))
