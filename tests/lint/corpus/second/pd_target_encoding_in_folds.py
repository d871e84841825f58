import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

ads = pd.read_csv("ads.csv")
skf = StratifiedKFold(5, shuffle=True, random_state=0)
out_of_fold = np.zeros(len(ads))
for fit_rows, score_rows in skf.split(ads, ads["clicked"]):
    tr, te = ads.iloc[fit_rows].copy(), ads.iloc[score_rows].copy()
    means = tr.groupby("site")["clicked"].mean()
    overall = tr["clicked"].mean()
    for part in (tr, te):
        part["site_te"] = part["site"].map(means).fillna(overall)
    lr = LogisticRegression().fit(tr[["site_te", "hour"]], tr["clicked"])
    out_of_fold[score_rows] = lr.predict_proba(te[["site_te", "hour"]])[:, 1]
print("AUC out of fold", roc_auc_score(ads["clicked"], out_of_fold))
