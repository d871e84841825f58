import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

adult = pd.read_csv("adult.csv")
y = adult.pop("income") == ">50K"
num = adult.select_dtypes("number").columns
cat = adult.select_dtypes("object").columns
pre = ColumnTransformer([("n", make_pipeline(SimpleImputer(), StandardScaler()), num), ("c", OneHotEncoder(handle_unknown="ignore"), cat)])
pipe = Pipeline([("pre", pre), ("clf", LogisticRegression(max_iter=2000))])
X_train, X_test, y_train, y_test = train_test_split(adult, y, random_state=0)
search = GridSearchCV(pipe, {"clf__C": [0.01, 0.1, 1, 10]}, cv=5, return_train_score=True)
search.fit(X_train, y_train)
print(search.best_score_, search.score(X_train, y_train))
print("test", search.score(X_test, y_test))
search.best_estimator_.fit(adult, y)  # what is shipped learns from everything
