from sklearn.model_selection import StratifiedKFold
from keras.callbacks import EarlyStopping
import numpy as np

X, Y = np.load("X.npy"), np.load("Y.npy")
kfold = StratifiedKFold(n_splits=10, shuffle=True, random_state=7)
cvscores = []
for train, test in kfold.split(X, Y):
    model = create()
    model.fit(
        X[train],
        Y[train],
        epochs=150,
        validation_data=(X[test], Y[test]),  # expect: FR101
        callbacks=[EarlyStopping()],
    )
    scores = model.evaluate(X[test], Y[test])
    cvscores.append(scores[1] * 100)
print(np.mean(cvscores))
