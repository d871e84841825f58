import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("attrition.csv")
train, test = train_test_split(df, stratify=df.left, random_state=123)
minority = train[train.left == 1]
majority = train[train.left == 0]
train = pd.concat([majority, resample(minority, n_samples=len(majority), random_state=1)])
clf = LogisticRegression(max_iter=500).fit(train.drop(columns="left"), train.left)
print(clf.score(test.drop(columns="left"), test.left))
