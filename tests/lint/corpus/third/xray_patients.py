import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

meta = pd.read_csv("Data_Entry_2017.csv")
emb = pd.read_parquet("densenet_embeddings.parquet")
df = meta.merge(emb, on="Image Index")
print(df["patient_id"].nunique(), "patients,", len(df), "images")
df["sick"] = (df["Finding Labels"] != "No Finding").astype(int)

train_df, test_df = train_test_split(df, test_size=0.2, random_state=0, stratify=df["sick"])  # expect: FR109
cols = emb.columns.drop("Image Index")
clf = LogisticRegression(max_iter=3000).fit(train_df[cols], train_df["sick"])
print("AUC", roc_auc_score(test_df["sick"], clf.predict_proba(test_df[cols])[:, 1]))
