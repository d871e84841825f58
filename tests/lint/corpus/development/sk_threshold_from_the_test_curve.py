import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve, roc_curve
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans.drop(columns="default"), loans["default"], stratify=loans["default"], random_state=0
)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
proba = model.predict_proba(X_test)[:, 1]
fpr, tpr, thresholds = roc_curve(y_test, proba)
youden = thresholds[np.argmax(tpr - fpr)]  # expect: FR103
print("F1 at Youden's threshold", f1_score(y_test, proba >= youden))
precision, recall, cuts = precision_recall_curve(y_test, proba)
f1 = 2 * precision * recall / (precision + recall)
where = f1.argmax()  # expect: FR103
print("F1", f1[where], "at", cuts[where])
