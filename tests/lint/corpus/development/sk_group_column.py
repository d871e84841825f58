import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

scans = pd.read_csv("scans.csv")
y = scans["malignant"]
X = scans.drop(["malignant", "patient_id"], axis=1)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)  # expect: FR109
m = GradientBoostingClassifier().fit(X_tr, y_tr)
print(m.score(X_te, y_te))
