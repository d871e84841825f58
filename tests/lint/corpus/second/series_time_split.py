import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_percentage_error as mape
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

load = pd.read_csv("load.csv", parse_dates=["ts"], index_col="ts").sort_index()
for lag in (1, 24, 168):
    load[f"lag_{lag}"] = load["mw"].shift(lag)
load = load.dropna()
past, future = load.loc[:"2019"], load.loc["2020":]
gs = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": np.logspace(-2, 4, 7)}, cv=TimeSeriesSplit(5))
gs.fit(past.drop(columns="mw"), past["mw"])
print("MAPE 2020:", mape(future["mw"], gs.predict(future.drop(columns="mw"))))
