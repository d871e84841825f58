import optuna
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

data, target = load_digits(return_X_y=True)
train_x, valid_x, train_y, valid_y = train_test_split(data, target, test_size=0.25, random_state=0)
train_x, test_x, train_y, test_y = train_test_split(train_x, train_y, test_size=0.25, random_state=0)


def objective(trial: optuna.Trial) -> float:
    width = trial.suggest_int("width", 8, 256, log=True)
    alpha = trial.suggest_float("alpha", 1e-6, 1e-1, log=True)
    clf = MLPClassifier((width,), alpha=alpha, max_iter=500)
    clf.fit(train_x, train_y)
    return clf.score(valid_x, valid_y)


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
clf = MLPClassifier((study.best_params["width"],), alpha=study.best_params["alpha"]).fit(train_x, train_y)
print("chosen; accuracy on fresh rows:", accuracy_score(test_y, clf.predict(test_x)))
