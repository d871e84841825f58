import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

daten = pd.read_csv("mieten.csv")
merkmale = daten.drop(columns="kaltmiete").to_numpy()
ziel = daten["kaltmiete"].to_numpy()
rest_x, pruef_x, rest_y, pruef_y = train_test_split(merkmale, ziel, test_size=0.2, random_state=1)
lern_x, wahl_x, lern_y, wahl_y = train_test_split(rest_x, rest_y, test_size=0.25, random_state=1)

skalierer = StandardScaler().fit(lern_x)
bester_fehler, bestes_alpha = np.inf, None
for alpha in np.logspace(-3, 3, 13):
    modell = Ridge(alpha=alpha).fit(skalierer.transform(lern_x), lern_y)
    fehler = mean_absolute_error(wahl_y, modell.predict(skalierer.transform(wahl_x)))
    if fehler < bester_fehler:
        bester_fehler, bestes_alpha = fehler, alpha

skalierer = StandardScaler().fit(rest_x)
modell = Ridge(alpha=bestes_alpha).fit(skalierer.transform(rest_x), rest_y)
print("Fehler im Test:", mean_absolute_error(pruef_y, modell.predict(skalierer.transform(pruef_x))))
