import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC

X = pd.read_csv("features.csv")
y = X.pop("label")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=10)
models = {
    "LogReg": LogisticRegression(max_iter=1000),
    "RF": RandomForestClassifier(random_state=0),
    "NB": GaussianNB(),
    "SVM": SVC(),
}
accuracies = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    accuracies[name] = model.score(X_test, y_test) * 100
    print(f"{name}: {accuracies[name]:.2f}%")

best_name = max(accuracies, key=accuracies.get)  # expect: FR103
print("We deploy", best_name)
pd.to_pickle(models[best_name], "model.pkl")
