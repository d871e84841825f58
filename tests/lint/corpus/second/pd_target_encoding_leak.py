import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

ads = pd.read_csv("ads.csv")
site_mean = ads.groupby("site")["clicked"].mean()  # expect: FR105
ads["site_te"] = ads["site"].map(site_mean)
train, test = train_test_split(ads.drop(columns="site"), test_size=0.2, random_state=6)
rf = RandomForestClassifier(n_jobs=-1, random_state=6)
rf.fit(train.drop(columns="clicked"), train["clicked"])
print(roc_auc_score(test["clicked"], rf.predict_proba(test.drop(columns="clicked"))[:, 1]))
