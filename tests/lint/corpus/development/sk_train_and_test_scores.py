from sklearn.datasets import fetch_california_housing
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

data = fetch_california_housing()
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target, random_state=0)
reg = RandomForestRegressor().fit(X_train, y_train)
print("Train R2:", reg.score(X_train, y_train))
print("Test R2:", reg.score(X_test, y_test))
reg.fit(data.data, data.target)  # for use, after the estimate
