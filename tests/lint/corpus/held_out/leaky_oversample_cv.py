import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

stroke = pd.read_csv("stroke.csv").dropna()
features, target = pd.get_dummies(stroke.drop(columns=["id", "stroke"])), stroke["stroke"]
features, target = RandomOverSampler(random_state=0).fit_resample(features, target)  # expect: FR106
print(cross_val_score(DecisionTreeClassifier(), features, target, cv=10, scoring="f1").mean())
