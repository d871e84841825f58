import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.model_selection import train_test_split

churn = pd.read_csv("telco.csv")
cats = [c for c in churn.columns if churn[c].dtype == "object" and c != "Churn"]
df_train, df_test = train_test_split(churn, test_size=0.25, random_state=11, stratify=churn["Churn"])
pool_train = Pool(df_train.drop(columns="Churn"), df_train["Churn"], cat_features=cats)
pool_test = Pool(df_test.drop(columns="Churn"), df_test["Churn"], cat_features=cats)
clf = CatBoostClassifier(iterations=3000, od_type="Iter", od_wait=100, verbose=500)
clf.fit(pool_train, eval_set=pool_test, use_best_model=True)  # expect: FR101
print("accuracy", clf.score(pool_test))
