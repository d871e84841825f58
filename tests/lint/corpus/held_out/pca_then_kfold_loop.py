import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X = np.loadtxt("eeg.txt")
y = np.loadtxt("eeg_labels.txt")
X = StandardScaler().fit_transform(X)  # expect: FR105
X = PCA(n_components=50).fit_transform(X)  # expect: FR105
skf = StratifiedKFold(n_splits=10)
accs = []
for train_index, test_index in skf.split(X, y):
    clf = SVC(kernel="rbf")
    clf.fit(X[train_index], y[train_index])
    accs.append(clf.score(X[test_index], y[test_index]))
print(np.mean(accs), np.std(accs))
