import pandas as pd
from sklearn.ensemble import RandomForestClassifier

train_df = pd.read_csv("train.csv")
test_df = pd.read_csv("test.csv")
X_train = train_df.drop("Survived", axis=1)
Y_train = train_df["Survived"]
X_test = test_df.drop("PassengerId", axis=1).copy()
forest = RandomForestClassifier(n_estimators=100)
forest.fit(X_train, Y_train)
Y_pred = forest.predict(X_test)
acc = round(forest.score(X_train, Y_train) * 100, 2)  # expect: FR110
print(acc)
