import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import RocCurveDisplay, accuracy_score
from sklearn.model_selection import train_test_split

survey = pd.read_csv("survey.csv", na_values=[" ", "NA"])
survey = survey[survey["age"].between(18, 100)]
print(survey.describe(), survey.corr(numeric_only=True))
survey["young"] = (survey["age"] < 30).astype(int)
X = pd.get_dummies(survey.drop(columns="vote"), dtype=float)
X_train, X_test, y_train, y_test = train_test_split(X, survey["vote"], test_size=0.2, random_state=6)
med = X_train.median()
X_train, X_test = X_train.fillna(med), X_test.fillna(med)
rfe = RFE(LogisticRegression(max_iter=1000), n_features_to_select=8).fit(X_train, y_train)
clf = LogisticRegression(max_iter=1000).fit(X_train.loc[:, rfe.support_], y_train)
for name, (a, b) in {"train": (X_train, y_train), "test": (X_test, y_test)}.items():
    print(name, accuracy_score(b, clf.predict(a.loc[:, rfe.support_])))
RocCurveDisplay.from_estimator(clf, X_test.loc[:, rfe.support_], y_test)
