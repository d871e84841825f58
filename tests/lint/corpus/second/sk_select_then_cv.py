import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.svm import SVC

expr = np.loadtxt("expression.tsv", delimiter="\t")
status = np.loadtxt("status.txt", dtype=int)
selector = SelectKBest(f_classif, k=50)
genes = selector.fit_transform(expr, status)  # expect: FR105
folds = StratifiedKFold(n_splits=10, shuffle=True, random_state=17)
scores = cross_val_score(SVC(kernel="linear"), genes, status, cv=folds)
print("accuracy %.3f +- %.3f" % (scores.mean(), scores.std()))
