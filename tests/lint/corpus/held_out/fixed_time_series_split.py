import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = np.load("lags.npy"), np.load("load.npy")
scores = cross_val_score(make_pipeline(StandardScaler(), Ridge()), X, y, cv=TimeSeriesSplit(5))
print(scores.mean(), scores.std())
