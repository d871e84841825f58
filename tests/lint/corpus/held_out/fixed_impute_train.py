import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("titanic.csv")
train, test = train_test_split(df, random_state=0)
age = train["Age"].median()
train = train.assign(Age=train["Age"].fillna(age))
test = test.assign(Age=test["Age"].fillna(age))
clf = LogisticRegression().fit(train[["Age", "Fare"]], train["Survived"])
print(clf.score(test[["Age", "Fare"]], test["Survived"]))
