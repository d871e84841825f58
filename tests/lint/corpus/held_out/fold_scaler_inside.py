import numpy as np
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

X, y = np.load("x.npy"), np.load("y.npy")
errors = []
for tr, te in KFold(5).split(X):
    sc = StandardScaler().fit(X[tr])
    m = SVR().fit(sc.transform(X[tr]), y[tr])
    errors.append(np.abs(m.predict(sc.transform(X[te])) - y[te]).mean())
print(np.mean(errors))
