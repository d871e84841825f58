import lightgbm as lgb
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

X, y = make_classification(20_000, 40, n_informative=8, random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
lgb_train = lgb.Dataset(X_train, y_train)
lgb_eval = lgb.Dataset(X_test, y_test, reference=lgb_train)
params = {"objective": "binary", "metric": ["auc", "binary_logloss"], "num_leaves": 31}
gbm = lgb.train(params, lgb_train, 500, valid_sets=[lgb_train, lgb_eval], callbacks=[lgb.early_stopping(20), lgb.log_evaluation(50)])  # expect: FR101
pred = gbm.predict(X_test, num_iteration=gbm.best_iteration)
print("accuracy", np.mean((pred > 0.5) == y_test))
