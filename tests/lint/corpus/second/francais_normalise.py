# Détection de défauts sur pièces usinées
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MinMaxScaler

donnees = pd.read_csv("pieces.csv")
etiquettes = donnees.pop("defaut").values
normaliseur = MinMaxScaler()
caracteristiques = normaliseur.fit_transform(donnees)  # expect: FR105
plis = KFold(n_splits=5, shuffle=True)
resultats = []
for idx_app, idx_val in plis.split(caracteristiques):  # expect: FR108
    reseau = MLPClassifier(hidden_layer_sizes=(50,), random_state=0)
    reseau.fit(caracteristiques[idx_app], etiquettes[idx_app])
    resultats.append(reseau.score(caracteristiques[idx_val], etiquettes[idx_val]))
print("exactitude moyenne :", np.mean(resultats))
