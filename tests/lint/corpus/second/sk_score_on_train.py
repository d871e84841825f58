import pandas as pd
from sklearn.metrics import confusion_matrix, accuracy_score
from sklearn.tree import DecisionTreeClassifier

drugs = pd.read_csv("drug200.csv")
drugs["Sex"] = drugs["Sex"].map({"F": 0, "M": 1})
drugs["BP"] = drugs["BP"].map({"LOW": 0, "NORMAL": 1, "HIGH": 2})
X = drugs[["Age", "Sex", "BP", "Na_to_K"]]
y = drugs["Drug"]
tree = DecisionTreeClassifier(criterion="entropy")
tree.fit(X, y)
yhat = tree.predict(X)
print("Our model has an accuracy of", accuracy_score(y, yhat))  # expect: FR110
print(confusion_matrix(y, yhat))
