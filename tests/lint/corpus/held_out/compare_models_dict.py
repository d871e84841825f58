import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("mushrooms.csv").apply(lambda c: c.astype("category").cat.codes)
X_train, X_test, y_train, y_test = train_test_split(df.drop("class", axis=1), df["class"], random_state=0)
models = {"lr": LogisticRegression(), "svm": SVC(), "rf": RandomForestClassifier()}
results = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    results[name] = model.score(X_test, y_test)
best_name = max(results, key=results.get)  # expect: FR103
print("Best model:", best_name, results[best_name])
