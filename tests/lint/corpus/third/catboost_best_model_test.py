import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("amazon_access.csv")
cat = [c for c in df.columns if c != "ACTION"]
tr, te = train_test_split(df, test_size=0.25, random_state=3)
train_pool = Pool(tr[cat], tr.ACTION, cat_features=cat)
eval_pool = Pool(te[cat], te.ACTION, cat_features=cat)
cb = CatBoostClassifier(iterations=2000, eval_metric="AUC", use_best_model=True, random_seed=63)
cb.fit(train_pool, eval_set=eval_pool, verbose=200)  # expect: FR101
print("Test AUC", roc_auc_score(te.ACTION, cb.predict_proba(te[cat])[:, 1]))
