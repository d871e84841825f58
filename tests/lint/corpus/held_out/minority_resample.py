import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("attrition.csv")
majority = df[df.left == 0]
minority = df[df.left == 1]
upsampled = resample(minority, replace=True, n_samples=len(majority), random_state=123)  # expect: FR106
balanced = pd.concat([majority, upsampled])
X, y = balanced.drop("left", axis=1), balanced.left
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=123)
print(LogisticRegression(max_iter=500).fit(X_train, y_train).score(X_test, y_test))
