import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import GroupKFold, cross_validate

har = pd.read_csv("har.csv")
X = har.drop(["Activity", "subject"], axis=1)
result = cross_validate(ExtraTreesClassifier(), X, har["Activity"], groups=har["subject"], cv=GroupKFold(5))
print(result["test_score"].mean())
