# Several models, every one of them reported: nothing is chosen.
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

X, y = np.load("X.npy"), np.load("y.npy")
Xtrain, Xtest, ytrain, ytest = train_test_split(X, y, test_size=0.25, random_state=9)
for reg in [Ridge(), Lasso(), RandomForestRegressor()]:
    reg.fit(Xtrain, ytrain)
    print(type(reg).__name__, mean_absolute_error(ytest, reg.predict(Xtest)))
