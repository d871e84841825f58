import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

train_data = pd.read_csv("mnist_train.csv")
test_data = pd.read_csv("mnist_test.csv")
everything = pd.concat([train_data, test_data])
sc = StandardScaler().fit(everything.drop("label", axis=1))  # expect: FR105
X_train, y_train = sc.transform(train_data.drop("label", axis=1)), train_data["label"]
X_test, y_test = sc.transform(test_data.drop("label", axis=1)), test_data["label"]
rf = RandomForestClassifier().fit(X_train, y_train)
print("accuracy", accuracy_score(y_test, rf.predict(X_test)))
