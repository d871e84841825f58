import xgboost as xgb
from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_tr, X_va, y_tr, y_va = train_test_split(X_train, y_train, test_size=0.25, random_state=0)
booster = xgb.train(
    {"max_depth": 4},
    xgb.DMatrix(X_tr, y_tr),
    1000,
    evals=[(xgb.DMatrix(X_va, y_va), "val")],
    early_stopping_rounds=30,
)
print(((booster.predict(xgb.DMatrix(X_test)) > 0.5) == y_test).mean())
