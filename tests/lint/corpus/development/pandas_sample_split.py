import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("bank.csv")
train = df.sample(frac=0.8, random_state=5)
test = df.drop(train.index)
mean, std = train["age"].mean(), train["age"].std()
x_train = (train[["age"]] - mean) / std
x_test = (test[["age"]] - mean) / std
model = LogisticRegression().fit(x_train, train["churn"])
print(model.score(x_test, test["churn"]))
