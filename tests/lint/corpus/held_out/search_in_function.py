from sklearn.datasets import fetch_olivetti_faces
from sklearn.metrics import classification_report
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC


def tune(features, target):
    grid = GridSearchCV(SVC(kernel="rbf"), {"C": [1, 10], "gamma": ["scale", 0.01]}, cv=3)
    grid.fit(features, target)  # expect: FR104
    return grid.best_params_


faces = fetch_olivetti_faces()
params = tune(faces.data, faces.target)
X_train, X_test, y_train, y_test = train_test_split(
    faces.data, faces.target, random_state=3, stratify=faces.target
)
model = SVC(kernel="rbf", **params)
model.fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))
