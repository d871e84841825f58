import numpy as np

Xtr, ytr = np.load("train_x.npy"), np.load("train_y.npy")
Xte, yte = np.load("test_x.npy"), np.load("test_y.npy")
mu, sd = Xtr.mean(0), Xtr.std(0)
clf = make().fit((Xtr - mu) / sd, ytr)
print(clf.score((Xte - mu) / sd, yte))
