from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split


def prepare():
    d = load_diabetes()
    X, y = d.data, d.target
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    return X, y, X_train, X_test, y_train, y_test


def fit_forest(features, values):
    forest = RandomForestRegressor(n_estimators=200, random_state=0)
    forest.fit(features, values)
    return forest


X, y, X_train, X_test, y_train, y_test = prepare()
forest = fit_forest(X, y)
print("R2:", r2_score(y_test, forest.predict(X_test)))  # expect: FR107
