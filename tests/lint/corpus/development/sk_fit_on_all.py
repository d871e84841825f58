import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

df = pd.read_csv("diabetes.csv")
X = df.iloc[:, :8]
y = df.iloc[:, 8]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.33, random_state=42)
nb = GaussianNB()
nb.fit(X, y)
y_pred = nb.predict(X_test)
print("Test accuracy:", accuracy_score(y_test, y_pred))  # expect: FR107
