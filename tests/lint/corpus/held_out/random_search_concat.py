import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RandomizedSearchCV

train = pd.read_csv("train_transactions.csv")
test = pd.read_csv("test_transactions.csv")
both = pd.concat([train, test], ignore_index=True)
features = [c for c in both.columns if c != "isFraud"]
search = RandomizedSearchCV(LGBMClassifier(), {"num_leaves": [15, 31, 63]}, n_iter=3, random_state=0)
search.fit(both[features], both["isFraud"])  # expect: FR104
final = LGBMClassifier(**search.best_params_).fit(train[features], train["isFraud"])
print(roc_auc_score(test["isFraud"], final.predict_proba(test[features])[:, 1]))
