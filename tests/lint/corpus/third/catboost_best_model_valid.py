import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("amazon_access.csv").fillna(-999)
cat = [c for c in df.columns if c != "ACTION"]
df[cat] = df[cat].astype(str)
rest, te = train_test_split(df, test_size=0.25, random_state=3)
tr, va = train_test_split(rest, test_size=0.2, random_state=3)
pools = {k: Pool(d[cat], d.ACTION, cat_features=cat) for k, d in (("train", tr), ("valid", va), ("test", te))}
cb = CatBoostClassifier(iterations=2000, eval_metric="AUC", use_best_model=True, random_seed=63)
cb.fit(pools["train"], eval_set=pools["valid"], verbose=200)
print("Test AUC", roc_auc_score(te.ACTION, cb.predict_proba(pools["test"])[:, 1]))
