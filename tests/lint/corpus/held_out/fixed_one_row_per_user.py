import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

events = pd.read_csv("events.csv")
users = events.groupby("user_id").agg({"amount": "sum", "churned": "max"}).reset_index()
train, test = train_test_split(users, random_state=0)
clf = LogisticRegression().fit(train[["amount"]], train["churned"])
print(clf.score(test[["amount"]], test["churned"]))
