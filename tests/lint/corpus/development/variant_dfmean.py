import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("a.csv")
X = df.drop("c", axis=1)
X = (X - X.min()) / (X.max() - X.min())  # expect: FR105
X_train, X_test, y_train, y_test = train_test_split(X, df.c, random_state=0)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
