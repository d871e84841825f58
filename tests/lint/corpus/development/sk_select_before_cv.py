import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

genes = np.load("expression.npy")
disease = np.load("disease.npy")
best = SelectKBest(f_classif, k=20).fit_transform(genes, disease)  # expect: FR105
scores = cross_val_score(LogisticRegression(), best, disease, cv=5)
print(scores.mean())
