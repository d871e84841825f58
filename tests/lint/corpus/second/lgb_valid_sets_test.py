import lightgbm as lgb
from sklearn.datasets import fetch_california_housing
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def get_data(seed: int = 0):
    bunch = fetch_california_housing(as_frame=True)
    return train_test_split(bunch.data, bunch.target, test_size=0.2, random_state=seed)


def main():
    X_train, X_test, y_train, y_test = get_data()
    dtrain = lgb.Dataset(X_train, label=y_train)
    dtest = lgb.Dataset(X_test, label=y_test, reference=dtrain)
    params = dict(objective="regression", metric="mae", num_leaves=63, verbosity=-1)
    booster = lgb.train(params, dtrain, 2000, valid_sets=[dtrain, dtest], callbacks=[lgb.early_stopping(30), lgb.log_evaluation(100)])  # expect: FR101
    print("MAE", mean_absolute_error(y_test, booster.predict(X_test, num_iteration=booster.best_iteration)))


main()
