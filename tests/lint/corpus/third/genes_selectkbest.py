import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

expr = pd.read_csv("expression.csv", index_col=0)
target = expr.pop("relapse")

selector = SelectKBest(f_classif, k=50)
top = selector.fit_transform(expr, target)  # expect: FR105

Xtr, Xte, ytr, yte = train_test_split(top, target, test_size=0.25, random_state=7, stratify=target)
clf = LogisticRegression(C=0.1, max_iter=2000).fit(Xtr, ytr)
print("accuracy: %.3f" % accuracy_score(yte, clf.predict(Xte)))
