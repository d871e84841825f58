import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler

titanic = pd.read_csv("titanic.csv")
titanic["Age"] = titanic["Age"].fillna(0)
titanic = pd.get_dummies(titanic[["Survived", "Pclass", "Sex", "Age", "Fare"]], drop_first=True)
train, test = train_test_split(titanic, test_size=0.2, random_state=5)
X_train, y_train = train.drop("Survived", axis=1), train["Survived"]
X_test, y_test = test.drop("Survived", axis=1), test["Survived"]

mms = MinMaxScaler()
X_train = mms.fit_transform(X_train)
X_test = mms.fit_transform(X_test)  # expect: FR105

mlp = MLPClassifier(hidden_layer_sizes=(16,), early_stopping=True, max_iter=500, random_state=0)
mlp.fit(X_train, y_train)
print("Test accuracy", mlp.score(X_test, y_test))
