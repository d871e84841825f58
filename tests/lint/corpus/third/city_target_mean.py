import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
flats["log_area"] = np.log1p(flats["area"])
flats["city_price"] = flats.groupby("city")["price"].transform("mean")  # expect: FR105
X, y = flats[["log_area", "rooms", "city_price"]], flats["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=77)
ridge = Ridge().fit(X_train, y_train)
print("RMSE", np.sqrt(mean_squared_error(y_test, ridge.predict(X_test))))
