import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

melb = pd.read_csv("melb_data.csv").dropna(subset=["Price"])
cols = ["Rooms", "Distance", "Landsize", "BuildingArea", "YearBuilt"]
train_X, test_X, train_y, test_y = train_test_split(melb[cols], melb.Price, random_state=0)
my_model = XGBRegressor(n_estimators=1000, learning_rate=0.05, early_stopping_rounds=5, n_jobs=4)
my_model.fit(train_X, train_y, eval_set=[(train_X, train_y), (test_X, test_y)], verbose=False)  # expect: FR101
print("MAE:", mean_absolute_error(test_y, my_model.predict(test_X)))
