from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target, test_size=0.2, random_state=1)
best = (0, None)
for depth in range(1, 15):
    for leaf in (1, 2, 5, 10):
        tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf).fit(X_train, y_train)
        acc = accuracy_score(y_test, tree.predict(X_test))
        if acc > best[0]:  # expect: FR103
            best = (acc, (depth, leaf))
print("best params", best[1], "accuracy", best[0])
