import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


np.random.seed(1234)
data = np.loadtxt("banknote.csv", delimiter=",")
np.random.shuffle(data)
n_train = int(len(data) * 0.8)
train, test = data[:n_train], data[n_train:]
X, y = train[:, :-1], train[:, -1]
Xt, yt = test[:, :-1], test[:, -1]
mu, sd = X.mean(axis=0), X.std(axis=0)
X, Xt = (X - mu) / sd, (Xt - mu) / sd
w = np.zeros(X.shape[1])
losses = []
for it in range(2000):
    p = sigmoid(X @ w)
    losses.append(-np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)))
    w -= 0.1 * X.T @ (p - y) / len(y)
print("smallest training loss", min(losses), "at", np.argmin(losses))
print("train accuracy", np.mean((sigmoid(X @ w) > 0.5) == y))
print("test accuracy", np.mean((sigmoid(Xt @ w) > 0.5) == yt))
