import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

heart = pd.read_csv("heart.csv")
X, y = heart.iloc[:, :-1], heart.iloc[:, -1]
inner = KFold(4, shuffle=True, random_state=0)
outer = KFold(5, shuffle=True, random_state=1)
search = GridSearchCV(RandomForestClassifier(random_state=4), {"max_depth": [3, 5, None]}, cv=inner)
nested = cross_val_score(search, X, y, cv=outer)
print("nested", nested.mean(), "+-", nested.std())
search.fit(X, y)
print("settings for use:", search.best_params_, "inner score", search.best_score_)
