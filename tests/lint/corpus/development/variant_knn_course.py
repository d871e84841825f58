import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("KNN_Project_Data")
scaler = StandardScaler()
scaler.fit(df.drop("TARGET CLASS", axis=1))  # expect: FR105
scaled_features = scaler.transform(df.drop("TARGET CLASS", axis=1))
df_feat = pd.DataFrame(scaled_features, columns=df.columns[:-1])
X_train, X_test, y_train, y_test = train_test_split(
    scaled_features, df["TARGET CLASS"], test_size=0.30, random_state=1
)
knn = KNeighborsClassifier(n_neighbors=1)
knn.fit(X_train, y_train)
pred = knn.predict(X_test)
print(confusion_matrix(y_test, pred))
