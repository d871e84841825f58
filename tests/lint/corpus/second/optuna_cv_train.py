import optuna
import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, train_test_split

wine = pd.read_csv("winequality.csv", sep=";")
X, X_test, y, y_test = train_test_split(wine.drop(columns="quality"), wine["quality"], test_size=0.2, random_state=3)


def objective(trial):
    p = {"depth": trial.suggest_int("depth", 3, 9), "l2_leaf_reg": trial.suggest_float("l2", 0.1, 20, log=True)}
    total = 0.0
    for tr, te in KFold(5, shuffle=True, random_state=0).split(X):
        m = CatBoostRegressor(**p, iterations=800, verbose=0)
        m.fit(X.iloc[tr], y.iloc[tr], eval_set=(X.iloc[te], y.iloc[te]), early_stopping_rounds=50)
        total += r2_score(y.iloc[te], m.predict(X.iloc[te]))
    return total / 5


st = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
st.optimize(objective, n_trials=40, show_progress_bar=True)
best = CatBoostRegressor(depth=st.best_params["depth"], l2_leaf_reg=st.best_params["l2"], verbose=0).fit(X, y)
print("R2 on test", r2_score(y_test, best.predict(X_test)))
