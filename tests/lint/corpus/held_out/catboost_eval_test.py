import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import train_test_split

df = pd.read_csv("adult.csv")
X, y = df.drop(columns=["income"]), df["income"]
cat = [i for i, t in enumerate(X.dtypes) if t == object]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
model = CatBoostClassifier(iterations=500, verbose=100)
model.fit(Pool(X_train, y_train, cat), eval_set=Pool(X_test, y_test, cat))  # expect: FR101
print(model.score(X_test, y_test))
