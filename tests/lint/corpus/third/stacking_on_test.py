import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("adult.csv")
y = (df.pop("income") == ">50K").astype(int)
X = pd.get_dummies(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=8)
rf = RandomForestClassifier(random_state=8).fit(X_train, y_train)
gb = GradientBoostingClassifier(random_state=8).fit(X_train, y_train)

stack_test = np.column_stack([rf.predict_proba(X_test)[:, 1], gb.predict_proba(X_test)[:, 1]])
meta = LogisticRegression()
meta.fit(stack_test, y_test)
print("Stacked accuracy", accuracy_score(y_test, meta.predict(stack_test)))  # expect: FR107
