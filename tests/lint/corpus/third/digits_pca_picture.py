import matplotlib.pyplot as plt
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

digits = load_digits()
X = StandardScaler().fit_transform(digits.data)
flat = PCA(n_components=2).fit_transform(X)
inertia, silhouettes = [], []
for k in range(2, 15):
    km = KMeans(n_clusters=k, n_init=10, random_state=0).fit(X)
    inertia.append(km.inertia_)
    silhouettes.append(silhouette_score(X, km.labels_))
best_k = silhouettes.index(max(silhouettes)) + 2
plt.plot(range(2, 15), inertia)
plt.scatter(flat[:, 0], flat[:, 1], c=digits.target, cmap="tab10")
plt.title(f"{best_k} clusters")
plt.show()
