import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score

har = pd.read_csv("har.csv")
X = har.drop(["Activity", "subject"], axis=1)
y = har["Activity"]
cv = StratifiedKFold(5, shuffle=True, random_state=0)
print(cross_val_score(ExtraTreesClassifier(), X, y, cv=cv).mean())  # expect: FR109
