import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("a.csv")
print(df.corr())
print(df.mean(), df.describe())
X_train, X_test = train_test_split(df, random_state=0)
