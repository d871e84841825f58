import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler
from sklearn.svm import SVC

data = pd.read_csv("wine.csv")
X, y = data.iloc[:, :-1].values, data.iloc[:, -1].values
y = LabelEncoder().fit_transform(y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
sc = MinMaxScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
model = SVC().fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))
