import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

fraud = pd.read_csv("creditcard.csv")
X, y = fraud.drop("Class", axis=1), fraud["Class"]
sm = SMOTE(sampling_strategy="minority", random_state=7)
X_sm, y_sm = sm.fit_resample(X, y)  # expect: FR106
X_train, X_test, y_train, y_test = train_test_split(X_sm, y_sm, test_size=0.2, random_state=15, stratify=y_sm)
model = XGBClassifier().fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))
