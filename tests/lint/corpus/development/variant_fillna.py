import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("a.csv")
df.fillna(df.mean(), inplace=True)  # expect: FR105
X_train, X_test, y_train, y_test = train_test_split(df.drop("y", axis=1), df["y"], random_state=1)
