import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.svm import SVC

X = pd.read_csv("features.csv")
y = X.pop("label")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=10)
models = {"LogReg": LogisticRegression(max_iter=1000), "RF": RandomForestClassifier(random_state=0), "SVM": SVC()}

cv_scores = {name: cross_val_score(m, X_train, y_train, cv=5).mean() for name, m in models.items()}
chosen = max(cv_scores, key=cv_scores.get)
rows = []
for name, m in models.items():
    m.fit(X_train, y_train)
    rows.append({"model": name, "cv": cv_scores[name], "test": m.score(X_test, y_test)})
table = pd.DataFrame(rows)
print(table.to_string())
sns.barplot(data=table, x="model", y="test")
plt.ylim(min(table["test"]) - 0.05, max(table["test"]) + 0.02)
plt.savefig("models.png")
print("chosen by cross-validation:", chosen, "test:", table.set_index("model").loc[chosen, "test"])
