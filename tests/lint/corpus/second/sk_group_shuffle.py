import pandas as pd
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

gait = pd.read_csv("gait.csv")
cols = [c for c in gait if c not in ("subject", "activity")]
gss = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=8)
tr, te = next(gss.split(gait, groups=gait["subject"]))
train, test = gait.iloc[tr], gait.iloc[te]

people = train["subject"].unique()
fit_people, val_people = train_test_split(people, test_size=0.2, random_state=8)
fit_part = train[train["subject"].isin(fit_people)]
val_part = train[train["subject"].isin(val_people)]

best_k, best = None, 0
for k in (1, 5, 15, 31):
    knn = make_pipeline(RobustScaler(), KNeighborsClassifier(k)).fit(fit_part[cols], fit_part["activity"])
    s = knn.score(val_part[cols], val_part["activity"])
    if s > best:
        best_k, best = k, s
knn = make_pipeline(RobustScaler(), KNeighborsClassifier(best_k)).fit(train[cols], train["activity"])
print(knn.score(test[cols], test["activity"]))
