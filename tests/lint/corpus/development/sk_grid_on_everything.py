from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

digits = load_digits()
X, y = digits.data, digits.target
search = GridSearchCV(SVC(), {"C": [1, 10, 100], "gamma": [0.001, 0.0001]})
search.fit(X, y)  # expect: FR104
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
final = SVC(**search.best_params_).fit(X_train, y_train)
print(final.score(X_test, y_test))
