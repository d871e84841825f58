import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import TimeSeriesSplit, cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler

load = pd.read_csv("load.csv", parse_dates=["time"]).sort_values("time")
load["hour_sin"] = np.sin(2 * np.pi * load["time"].dt.hour / 24)
load["lag24"] = load["mw"].shift(24)
load["lag168"] = load["mw"].shift(168)
load = load.dropna()
X, y = load[["hour_sin", "lag24", "lag168"]], load["mw"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, shuffle=False)

cv = cross_val_score(LinearRegression(), X_train, y_train, cv=TimeSeriesSplit(5), scoring="neg_mean_absolute_error")
print("cv", -cv.mean())
sc = StandardScaler().fit(X_train)
lin = LinearRegression().fit(sc.transform(X_train), y_train)
print("MAE", mean_absolute_error(y_test, lin.predict(sc.transform(X_test))))
print("naive", mean_absolute_error(y_test, X_test["lag24"]))
