import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("creditcard.csv")
X = df.drop(columns=["Class"])
y = df["Class"]
sm = SMOTE(random_state=42)
X_res, y_res = sm.fit_resample(X, y)  # expect: FR106
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.25, random_state=42)
rf = RandomForestClassifier()
rf.fit(X_train, y_train)
print(f1_score(y_test, rf.predict(X_test)))
