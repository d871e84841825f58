import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split

scans = pd.read_csv("scan_features.csv")
print(scans.groupby("patient_id").size().describe())
X = scans.drop(columns=["patient_id", "scan_date", "tumour"])
y = scans["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=99)  # expect: FR109
forest = ExtraTreesClassifier(500, random_state=99).fit(X_train, y_train)
print("Accuracy on unseen scans:", forest.score(X_test, y_test))
