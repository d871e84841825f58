import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("fraud.csv")
X_train, X_test, y_train, y_test = train_test_split(
    df.drop("y", axis=1), df["y"], stratify=df["y"], random_state=0
)
pipe = Pipeline(
    [("scale", StandardScaler()), ("smote", SMOTE(random_state=0)), ("rf", RandomForestClassifier())]
)
cv = StratifiedKFold(5, shuffle=True, random_state=0)
search = GridSearchCV(pipe, {"rf__max_depth": [3, 5]}, cv=cv, scoring="f1").fit(X_train, y_train)
print(search.score(X_test, y_test))
