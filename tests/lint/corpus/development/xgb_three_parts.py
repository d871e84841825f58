import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_parquet("loans.parquet")
X, y = df.drop(columns="default"), df["default"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.2, random_state=0)
model = XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_val, y_val)])
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
