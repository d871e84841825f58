from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
clf = SVC()
clf.fit(X_test, y_test)
print(clf.score(X_test, y_test))  # expect: FR107
