import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.preprocessing import LabelEncoder

frame = pd.read_csv("bank.csv").merge(pd.read_csv("branches.csv"), on="branch", how="left")
frame["job"] = LabelEncoder().fit_transform(frame["job"])
frame = pd.get_dummies(frame, columns=["marital", "region"])
df_train = frame.sample(frac=0.75, random_state=20)
df_test = frame.drop(df_train.index)

for col in ("balance", "age"):
    m, s = df_train[col].mean(), df_train[col].std()
    df_train[col] = (df_train[col].fillna(m) - m) / s
    df_test[col] = (df_test[col].fillna(m) - m) / s

clf = LogisticRegression(max_iter=1000).fit(df_train.drop(columns="y"), df_train["y"])
print(balanced_accuracy_score(df_test["y"], clf.predict(df_test.drop(columns="y"))))
