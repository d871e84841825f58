import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

df = pd.read_csv("sales.csv")
df["shop_mean"] = df.groupby("shop")["sold"].transform("mean")  # expect: FR105
y = df["sold"]
X = df[["shop_mean", "price"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
