import optuna
import xgboost as xgb
from sklearn.datasets import fetch_california_housing
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

X, y = fetch_california_housing(return_X_y=True)
X_tmp, X_test, y_tmp, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_tmp, y_tmp, test_size=0.2, random_state=0)


def objective(trial):
    params = {
        "max_depth": trial.suggest_int("max_depth", 3, 10),
        "eta": trial.suggest_float("eta", 0.01, 0.3, log=True),
        "objective": "reg:absoluteerror",
    }
    dtrain, dval = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_val, y_val)
    bst = xgb.train(params, dtrain, 1000, evals=[(dval, "test")], early_stopping_rounds=30, verbose_eval=False)
    trial.set_user_attr("rounds", bst.best_iteration)
    return mean_absolute_error(y_val, bst.predict(dval))


study = optuna.create_study()
study.optimize(objective, n_trials=50)
rounds = study.best_trial.user_attrs["rounds"]
final = xgb.train(study.best_params, xgb.DMatrix(X_tmp, y_tmp), rounds)
print("MAE", mean_absolute_error(y_test, final.predict(xgb.DMatrix(X_test))))
