import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

tx = pd.read_csv("transactions.csv")
normal, odd = tx[tx["fraud"] == 0], tx[tx["fraud"] == 1]
learn, rest = train_test_split(normal, test_size=0.4, random_state=0)
mixed = pd.concat([rest, odd])
valid, test = train_test_split(mixed, test_size=0.5, random_state=0, stratify=mixed["fraud"])
sc = StandardScaler().fit(learn.drop(columns="fraud"))
A, V, T = (sc.transform(p.drop(columns="fraud")) for p in (learn, valid, test))
ae = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(A.shape[1])])
ae.compile("adam", "mse")
ae.fit(A, A, epochs=20, validation_data=(V, V), callbacks=[keras.callbacks.EarlyStopping(patience=2)])
err_v = np.mean((ae.predict(V) - V) ** 2, axis=1)
best_t, best_f1 = 0, 0
for t in np.quantile(err_v, np.linspace(0.5, 0.999, 50)):
    f1 = f1_score(valid["fraud"], err_v > t)
    if f1 > best_f1:
        best_t, best_f1 = t, f1
flag = np.mean((ae.predict(T) - T) ** 2, axis=1) > best_t
print(precision_score(test["fraud"], flag), recall_score(test["fraud"], flag))
