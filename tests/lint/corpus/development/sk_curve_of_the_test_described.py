import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import auc, f1_score, roc_curve
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_rest, X_test, y_rest, y_test = train_test_split(
    loans.drop(columns="default"), loans["default"], stratify=loans["default"], random_state=0
)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, stratify=y_rest, random_state=0)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
fpr, tpr, thresholds = roc_curve(y_val, model.predict_proba(X_val)[:, 1])
youden = thresholds[np.argmax(tpr - fpr)]
proba = model.predict_proba(X_test)[:, 1]
print("F1 at the threshold of val", f1_score(y_test, proba >= youden))
fpr, tpr, _ = roc_curve(y_test, proba)
print("AUC", auc(fpr, tpr), "FPR at 95 % TPR", fpr[np.argmax(tpr >= 0.95)], "KS", np.max(tpr - fpr))
