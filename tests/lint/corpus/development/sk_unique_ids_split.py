import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("ecg.csv")
patients = df["patient_id"].unique()
train_ids, test_ids = train_test_split(patients, test_size=0.2, random_state=0)
train_df = df[df["patient_id"].isin(train_ids)]
test_df = df[df["patient_id"].isin(test_ids)]
cols = ["rate", "qrs"]
clf = LogisticRegression().fit(train_df[cols], train_df["af"])
print(clf.score(test_df[cols], test_df["af"]))
