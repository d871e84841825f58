import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

houses = pd.read_csv("train.csv")
y = houses.pop("SalePrice")
num = houses.select_dtypes("number").columns.tolist()
cat = houses.select_dtypes("object").columns.tolist()
pre = ColumnTransformer(
    [
        ("num", Pipeline([("imp", SimpleImputer()), ("sc", StandardScaler())]), num),
        ("cat", OneHotEncoder(handle_unknown="ignore"), cat),
    ]
)
model = Pipeline([("pre", pre), ("rf", RandomForestRegressor(random_state=1))])
X_train, X_valid, y_train, y_valid = train_test_split(houses, y, random_state=1)
model.fit(X_train, y_train)
print("MAE on held-out rows", mean_absolute_error(y_valid, model.predict(X_valid)))

model.fit(houses, y)
joblib.dump(model, "model.joblib")
test = pd.read_csv("test.csv")
pd.DataFrame({"Id": test.Id, "SalePrice": model.predict(test)}).to_csv("submission.csv", index=False)
