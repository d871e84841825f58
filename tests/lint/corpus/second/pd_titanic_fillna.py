import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

titanic = pd.read_csv("titanic.csv")
titanic["Age"] = titanic["Age"].fillna(titanic["Age"].mean())  # expect: FR105
titanic["Embarked"] = titanic["Embarked"].fillna("S")
titanic = pd.get_dummies(titanic, columns=["Sex", "Embarked"])
X = titanic.drop(columns=["Survived", "Name", "Ticket", "Cabin"])
y = titanic.Survived
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)  # expect: FR108
gb = GradientBoostingClassifier()
gb.fit(X_train, y_train)
print(f"Accuracy: {gb.score(X_test, y_test):.3f}")
