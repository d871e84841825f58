import optuna
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def objective(trial):
    depth = trial.suggest_int("depth", 2, 20)
    model = RandomForestClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
    return model.score(X_test, y_test)


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)  # expect: FR103
print(study.best_value)
