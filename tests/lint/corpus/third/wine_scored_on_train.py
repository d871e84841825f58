from sklearn.datasets import load_wine
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.tree import DecisionTreeClassifier

wine = load_wine()
tree = DecisionTreeClassifier(random_state=0)
tree.fit(wine.data, wine.target)
y_hat = tree.predict(wine.data)
print(confusion_matrix(wine.target, y_hat))  # expect: FR110
print("The accuracy of our model is", accuracy_score(wine.target, y_hat))
