# Clustering has no test part: nothing here is an accuracy.
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("mall_customers.csv")
X = StandardScaler().fit_transform(customers.iloc[:, 2:])
scores = []
for k in range(2, 10):
    labels = KMeans(n_clusters=k, random_state=0).fit_predict(X)
    scores.append(silhouette_score(X, labels))
best_k = range(2, 10)[scores.index(max(scores))]
flat = PCA(2).fit_transform(X)
