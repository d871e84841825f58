import numpy as np
from sklearn.model_selection import train_test_split

X, y = np.load("X.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = np.concatenate([X_train, X_train[:, :, ::-1]])
y_train = np.concatenate([y_train, y_train])
model = build()
model.fit(X_train, y_train, epochs=5)
print(model.evaluate(X_test, y_test))
