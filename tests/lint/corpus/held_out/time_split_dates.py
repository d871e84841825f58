import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_percentage_error

df = pd.read_parquet("demand.parquet").sort_values("date")
train = df[df["date"] < "2024-01-01"]
test = df[df["date"] >= "2024-01-01"]
mean_by_store = train.groupby("store")["units"].mean()
X_train = train[["price", "weekday"]].assign(store_mean=train["store"].map(mean_by_store))
X_test = test[["price", "weekday"]].assign(store_mean=test["store"].map(mean_by_store))
gbr = GradientBoostingRegressor().fit(X_train, train["units"])
print(mean_absolute_percentage_error(test["units"], gbr.predict(X_test)))
