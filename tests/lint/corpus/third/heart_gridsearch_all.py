import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RandomizedSearchCV, train_test_split

heart = pd.read_csv("heart.csv")
X, y = heart.iloc[:, :-1], heart.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)

grid = {"n_estimators": [100, 300, 500], "max_depth": [3, 5, None], "max_features": ["sqrt", None]}
rs = RandomizedSearchCV(RandomForestClassifier(random_state=4), grid, n_iter=10, cv=5, random_state=4)
rs.fit(X, y)  # expect: FR104
clf = RandomForestClassifier(**rs.best_params_, random_state=4)
clf.fit(X_train, y_train)
print("Test score:", clf.score(X_test, y_test))
