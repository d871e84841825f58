import optuna
from sklearn.datasets import load_digits
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def objective(trial):
    c = trial.suggest_float("C", 1e-3, 1e3, log=True)
    return cross_val_score(SVC(C=c), X_train, y_train, cv=3).mean()


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=30)
best = SVC(**study.best_params).fit(X_train, y_train)
print("test accuracy", best.score(X_test, y_test))
