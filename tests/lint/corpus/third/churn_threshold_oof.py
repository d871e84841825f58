import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split

churn = pd.read_csv("churn.csv")
churn["log_spend"] = np.log1p(churn["spend"])
X_train, X_test, y_train, y_test = train_test_split(
    churn.drop(columns="churned"), churn["churned"], test_size=0.2, random_state=2024
)
model = lgb.LGBMClassifier(n_estimators=400, learning_rate=0.03, random_state=1)
cv = StratifiedKFold(5, shuffle=True, random_state=0)
oof = cross_val_predict(model, X_train, y_train, cv=cv, method="predict_proba")[:, 1]

thresholds = np.arange(0.05, 0.95, 0.01)
f1s = [f1_score(y_train, oof >= t) for t in thresholds]
best_thr = thresholds[np.argmax(f1s)]

model.fit(X_train, y_train)
test_pred = model.predict_proba(X_test)[:, 1] >= best_thr
print("threshold", best_thr, "test F1", f1_score(y_test, test_pred))
