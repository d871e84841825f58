import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
y = np.log1p(houses.pop("SalePrice"))
X = pd.get_dummies(houses)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=2018)
reg = xgb.XGBRegressor(n_estimators=5000, learning_rate=0.02, early_stopping_rounds=50)
reg.fit(X_tr, y_tr, eval_set=[(X_tr, y_tr), (X_te, y_te)], verbose=200)  # expect: FR101
rmse = mean_squared_error(y_te, reg.predict(X_te)) ** 0.5
print("RMSE:", rmse)
