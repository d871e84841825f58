import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

visits = pd.read_csv("visits.csv")
patients = visits.sort_values("date").groupby("patient_id").last()
X, y = patients[["age", "bmi", "sbp"]], patients["readmitted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
lr = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
print(lr.score(X_test, y_test))
