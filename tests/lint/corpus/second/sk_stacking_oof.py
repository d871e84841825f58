import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict, train_test_split

df = pd.read_csv("santander.csv")
dev, holdout = train_test_split(df, test_size=0.2, random_state=9)
feats = [c for c in df.columns if c.startswith("var_")]
layer1 = [RandomForestClassifier(random_state=0), ExtraTreesClassifier(random_state=0)]
cv = KFold(5, shuffle=True, random_state=9)
oof = np.column_stack([cross_val_predict(m, dev[feats], dev["target"], cv=cv, method="predict_proba")[:, 1] for m in layer1])
meta = LogisticRegression().fit(oof, dev["target"])
print("in sample", roc_auc_score(dev["target"], meta.predict_proba(oof)[:, 1]))
tops = np.column_stack([m.fit(dev[feats], dev["target"]).predict_proba(holdout[feats])[:, 1] for m in layer1])
print("holdout", roc_auc_score(holdout["target"], meta.predict_proba(tops)[:, 1]))
