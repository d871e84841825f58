from sklearn.datasets import fetch_olivetti_faces
from sklearn.metrics import classification_report
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC


def tune(features, target):
    grid = GridSearchCV(SVC(kernel="rbf"), {"C": [1, 10], "gamma": ["scale", 0.01]}, cv=3)
    grid.fit(features, target)
    return grid.best_estimator_


faces = fetch_olivetti_faces()
X_train, X_test, y_train, y_test = train_test_split(
    faces.data, faces.target, random_state=3, stratify=faces.target
)
best = tune(X_train, y_train)
print(classification_report(y_test, best.predict(X_test)))
