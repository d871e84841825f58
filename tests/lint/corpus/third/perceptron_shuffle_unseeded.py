import numpy as np

data = np.genfromtxt("iris.data", delimiter=",", usecols=(0, 1, 2, 3))
labels = np.genfromtxt("iris.data", delimiter=",", usecols=4, dtype=str) == "Iris-setosa"
idx = np.arange(len(data))
np.random.shuffle(idx)  # expect: FR108
cut = int(0.7 * len(idx))
X_train, y_train = data[idx[:cut]], labels[idx[:cut]]
X_test, y_test = data[idx[cut:]], labels[idx[cut:]]

w, b = np.zeros(4), 0.0
for _ in range(25):
    for x, t in zip(X_train, y_train):
        err = int(t) - int(x @ w + b > 0)
        w += 0.1 * err * x
        b += 0.1 * err
print("train", np.mean((X_train @ w + b > 0) == y_train))
print("test", np.mean((X_test @ w + b > 0) == y_test))
