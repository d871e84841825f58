import numpy as np
from hyperopt import STATUS_OK, Trials, fmin, hp, tpe
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=0.3, random_state=1)

space = {"C": hp.loguniform("C", -3, 5), "gamma": hp.loguniform("gamma", -6, 1)}


def hyper_obj(p):
    clf = SVC(**p).fit(x_train, y_train)
    acc = accuracy_score(y_test, clf.predict(x_test))
    return {"loss": -acc, "status": STATUS_OK}


trials = Trials()
best = fmin(hyper_obj, space, algo=tpe.suggest, max_evals=60, trials=trials, rstate=np.random.default_rng(0))  # expect: FR103
print(best, -min(trials.losses()))
