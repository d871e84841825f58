import numpy as np
from sklearn.model_selection import train_test_split

X = np.load("x.npy")
X = X - X.mean(axis=(1, 2), keepdims=True)
X = X / np.max(X)
X = (X - 127.5) / 127.5
X_train, X_test = train_test_split(X, random_state=0)
