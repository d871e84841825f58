from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

X, y = load_breast_cancer(return_X_y=True)
params = {"max_depth": [3, 5, None], "n_estimators": [100, 300]}
gs = GridSearchCV(RandomForestClassifier(random_state=0), params, cv=5, n_jobs=-1)
gs.fit(X, y)  # expect: FR104
print(gs.best_params_)

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)
rf = RandomForestClassifier(**gs.best_params_, random_state=0)
rf.fit(X_train, y_train)
print("Test accuracy", rf.score(X_test, y_test))
