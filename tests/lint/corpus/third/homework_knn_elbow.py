import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("Classified Data", index_col=0)
scaler = StandardScaler()
scaler.fit(df.drop("TARGET CLASS", axis=1))  # expect: FR105
scaled_features = scaler.transform(df.drop("TARGET CLASS", axis=1))
df_feat = pd.DataFrame(scaled_features, columns=df.columns[:-1])

X_train, X_test, y_train, y_test = train_test_split(
    df_feat, df["TARGET CLASS"], test_size=0.30, random_state=101
)

error_rate = []
for i in range(1, 40):
    knn = KNeighborsClassifier(n_neighbors=i)
    knn.fit(X_train, y_train)
    pred_i = knn.predict(X_test)
    error_rate.append(np.mean(pred_i != y_test))

plt.plot(range(1, 40), error_rate, color="blue", linestyle="dashed", marker="o")
plt.title("Error Rate vs. K Value")

best_k = np.argmin(error_rate) + 1  # expect: FR103
knn = KNeighborsClassifier(n_neighbors=best_k)
knn.fit(X_train, y_train)
print(classification_report(y_test, knn.predict(X_test)))
