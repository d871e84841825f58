import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder

df = pd.read_csv("mushrooms.csv")
y = LabelEncoder().fit_transform(df.pop("class"))
X = OneHotEncoder().fit_transform(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
print(ExtraTreesClassifier().fit(X_train, y_train).score(X_test, y_test))
