import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupShuffleSplit

df = pd.read_csv("visits.csv")
splitter = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
train_idx, test_idx = next(splitter.split(df, groups=df["patient_id"]))
train, test = df.iloc[train_idx], df.iloc[test_idx]
features = ["age", "bmi"]
model = RandomForestClassifier(random_state=0).fit(train[features], train["sick"])
print(model.score(test[features], test["sick"]))
