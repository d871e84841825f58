import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

titanic_data = pd.read_csv("titanic.csv")
titanic_data = titanic_data.drop(columns="Cabin")
titanic_data["Age"] = titanic_data["Age"].fillna(28)
X = titanic_data[["Age", "Fare", "Pclass"]]
Y = titanic_data["Survived"]
model = LogisticRegression()
model.fit(X, Y)
X_prediction = model.predict(X)
print("Accuracy score:", accuracy_score(Y, X_prediction))  # expect: FR110
