from scipy import stats
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
import numpy as np

X = stats.zscore(np.load("x.npy"))  # expect: FR105
y = np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(SVC().fit(X_train, y_train).score(X_test, y_test))
