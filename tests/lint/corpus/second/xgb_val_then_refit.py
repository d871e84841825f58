import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

data = pd.read_parquet("clicks.parquet")
X, y = data.drop(columns=["click"]), data["click"]
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.25, random_state=5)

probe = xgb.XGBClassifier(n_estimators=4000, early_stopping_rounds=40, eval_metric="logloss")
probe.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=False)

final = xgb.XGBClassifier(n_estimators=int(probe.best_iteration * 1.1))
final.fit(pd.concat([X_train, X_val]), pd.concat([y_train, y_val]))
print("log loss on test:", log_loss(y_test, final.predict_proba(X_test)))
