# The split is called X_test but is only the local check; the leaderboard's test.csv is never looked at.
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
X, y = train.drop(["id", "loss"], axis=1), train["loss"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.15, random_state=7)
reg = xgb.XGBRegressor(n_estimators=2000, early_stopping_rounds=50)
reg.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
test["loss"] = reg.predict(test.drop("id", axis=1))
test[["id", "loss"]].to_csv("out.csv", index=False)
