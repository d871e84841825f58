import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
target = train.pop("SalePrice")
ids = test["Id"]
both = pd.concat([train, test], keys=["train", "test"])
both = pd.get_dummies(both.drop(columns="Id")).fillna(0)
X, X_sub = both.loc["train"], both.loc["test"]

rf = RandomForestRegressor(300, random_state=0)
print("CV RMSE", (-cross_val_score(rf, X, target, cv=5, scoring="neg_mean_squared_error").mean()) ** 0.5)
rf.fit(X, target)
pd.DataFrame({"Id": ids, "SalePrice": rf.predict(X_sub)}).to_csv("submission.csv", index=False)
