import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
X, y = df.drop(columns="price"), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
model = GradientBoostingRegressor().fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, model.predict(X_test)))
final = GradientBoostingRegressor().fit(X, y)
joblib.dump(final, "model.joblib")
