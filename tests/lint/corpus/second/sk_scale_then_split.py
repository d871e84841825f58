import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("heart.csv")
features = df.columns.drop("target")
sc = StandardScaler()
df[features] = sc.fit_transform(df[features])  # expect: FR105
X_train, X_test, y_train, y_test = train_test_split(df[features], df["target"], test_size=0.25, random_state=0)
lr = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print(accuracy_score(y_test, lr.predict(X_test)), roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
