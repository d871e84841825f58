from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_wine(return_X_y=True)
means = []
for trial in range(10):
    inner = KFold(4, shuffle=True, random_state=trial)
    outer = KFold(4, shuffle=True, random_state=trial)
    est = GridSearchCV(make_pipeline(StandardScaler(), PCA(), SVC()), {"pca__n_components": [3, 6, 9], "svc__C": [1, 10, 100]}, cv=inner)
    means.append(cross_val_score(est, X, y, cv=outer).mean())
print(sum(means) / len(means))
