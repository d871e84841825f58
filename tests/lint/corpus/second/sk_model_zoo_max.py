from typing import Dict

import joblib
import pandas as pd
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier


def evaluate_models(X_train, y_train, X_test, y_test, models: Dict) -> Dict[str, float]:
    report = {}
    for name, model in models.items():
        model.fit(X_train, y_train)
        report[name] = model.score(X_test, y_test)
    return report


def main() -> None:
    df = pd.read_csv("phishing.csv")
    X_train, X_test, y_train, y_test = train_test_split(df.iloc[:, :-1], df.iloc[:, -1], test_size=0.2, random_state=36)
    models = {"lr": LogisticRegression(max_iter=500), "tree": DecisionTreeClassifier(), "rf": RandomForestClassifier(), "ada": AdaBoostClassifier()}
    report = evaluate_models(X_train, y_train, X_test, y_test, models)
    best_name = max(report, key=report.get)  # expect: FR103
    print(f"Best model: {best_name} with accuracy {report[best_name]:.3f}")
    joblib.dump(models[best_name], "model.pkl")


if __name__ == "__main__":
    main()
