import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns="quality").to_numpy(), wine["quality"].to_numpy()
scores = []
for train_index, test_index in KFold(5, shuffle=True, random_state=0).split(X):
    forest = RandomForestClassifier(random_state=0).fit(X[train_index], y[train_index])
    scores.append(accuracy_score(y[test_index], forest.predict(X[test_index])))
print(np.mean(scores), max(scores))
