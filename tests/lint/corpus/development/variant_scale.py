from sklearn import preprocessing
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
import pandas as pd

df = pd.read_csv("a.csv")
X = preprocessing.scale(df[["a", "b"]])  # expect: FR105
y = df["c"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
