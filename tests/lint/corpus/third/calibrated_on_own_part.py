import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

loans = pd.read_parquet("loans.parquet")
y = loans.pop("default")
X_dev, X_test, y_dev, y_test = train_test_split(loans, y, test_size=0.2, random_state=9)
X_train, X_cal, y_train, y_cal = train_test_split(X_dev, y_dev, test_size=0.25, random_state=9)
gbm = GradientBoostingClassifier(random_state=9).fit(X_train, y_train)

calibrated = CalibratedClassifierCV(gbm, method="isotonic", cv="prefit")
calibrated.fit(X_cal, y_cal)
for name, m in [("raw", gbm), ("calibrated", calibrated)]:
    print(name, brier_score_loss(y_test, m.predict_proba(X_test)[:, 1]))
