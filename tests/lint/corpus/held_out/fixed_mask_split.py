import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

np.random.seed(5)
cdf = pd.read_csv("fuel.csv")[["ENGINESIZE", "CO2EMISSIONS"]]
msk = np.random.rand(len(cdf)) < 0.8
train = cdf[msk]
test = cdf[~msk]
regr = LinearRegression()
regr.fit(np.asanyarray(train[["ENGINESIZE"]]), np.asanyarray(train[["CO2EMISSIONS"]]))
test_y_ = regr.predict(np.asanyarray(test[["ENGINESIZE"]]))
print("MAE: %.2f" % np.mean(np.absolute(test_y_ - np.asanyarray(test[["CO2EMISSIONS"]]))))
