import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

leads = pd.read_csv("leads.csv")
X_train, X_test, y_train, y_test = train_test_split(leads.drop(columns="won"), leads["won"], random_state=0)
proba = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
thresholds = np.arange(0.05, 0.95, 0.01)
f1s = [f1_score(y_test, proba > t) for t in thresholds]
best = thresholds[np.argmax(f1s)]  # expect: FR103
print("threshold", best, "F1", max(f1s))  # also: FR103
