from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)
inner = KFold(4, shuffle=True, random_state=0)
outer = KFold(4, shuffle=True, random_state=1)
clf = GridSearchCV(SVC(), {"C": [1, 10, 100]}, cv=inner)
clf.fit(X, y)
print("not nested", clf.best_score_)
print("nested", cross_val_score(clf, X, y, cv=outer).mean())
