import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

eeg = pd.read_feather("eeg.feather")
groups = eeg["subject"]
y = eeg["stage"]
X = eeg.drop(columns=["subject", "stage", "night"])

scores = []
for tr, te in GroupKFold(n_splits=10).split(X, y, groups):
    model = make_pipeline(StandardScaler(), ExtraTreesClassifier(200, random_state=0))
    model.fit(X.iloc[tr], y.iloc[tr])
    scores.append(balanced_accuracy_score(y.iloc[te], model.predict(X.iloc[te])))
    print(sorted(groups.iloc[te].unique()), scores[-1])
print(np.mean(scores), np.std(scores))
