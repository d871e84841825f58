import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate, train_test_split
from sklearn.preprocessing import StandardScaler

claims = pd.read_csv("claims.csv")
X, y = claims.drop(columns="fraud"), claims["fraud"]
pipe = Pipeline([("scale", StandardScaler()), ("smote", SMOTE(k_neighbors=3, random_state=0)), ("lr", LogisticRegression())])
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=1)
res = cross_validate(pipe, X, y, cv=cv, scoring=["f1", "roc_auc"], return_train_score=True)
print(res["train_f1"].mean(), res["test_f1"].mean(), res["test_f1"].max(), res["test_roc_auc"].mean())

X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)
X_res, y_res = SMOTE(random_state=1).fit_resample(X_train, y_train)
print(LogisticRegression(max_iter=5000).fit(X_res, y_res).score(X_test, y_test))
