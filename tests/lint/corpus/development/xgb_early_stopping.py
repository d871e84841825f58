import xgboost as xgb
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
dtrain, dtest = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test, y_test)
bst = xgb.train(
    {"eta": 0.1},
    dtrain,
    500,
    evals=[(dtrain, "train"), (dtest, "eval")],  # expect: FR101
    early_stopping_rounds=20,
)
print(bst.best_score)
