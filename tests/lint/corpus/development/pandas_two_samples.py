import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("bank.csv")
train = df.sample(frac=0.8, random_state=5)
test = df.sample(frac=0.2, random_state=6)
model = LogisticRegression().fit(train[["age"]], train["churn"])
print(model.score(test[["age"]], test["churn"]))  # expect: FR107
