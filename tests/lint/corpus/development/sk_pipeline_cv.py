import numpy as np
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = np.load("X.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
pipe = make_pipeline(StandardScaler(), SelectKBest(k=20), LogisticRegression())
grid = GridSearchCV(pipe, {"logisticregression__C": [0.1, 1, 10]}, cv=5)
grid.fit(X_train, y_train)
print(grid.best_score_, grid.score(X_test, y_test))
