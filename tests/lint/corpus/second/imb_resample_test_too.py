import numpy as np
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

z = np.load("defects.npz")
tr_x, te_x, tr_y, te_y = train_test_split(z["x"], z["y"], test_size=0.3, random_state=1)
ros = RandomOverSampler(random_state=1)
tr_x, tr_y = ros.fit_resample(tr_x, tr_y)
te_x, te_y = ros.fit_resample(te_x, te_y)  # expect: FR106
rf = RandomForestClassifier(random_state=1).fit(tr_x, tr_y)
print("F1", f1_score(te_y, rf.predict(te_x)))
