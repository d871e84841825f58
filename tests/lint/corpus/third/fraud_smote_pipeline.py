import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.preprocessing import RobustScaler

df = pd.read_csv("creditcard.csv")
X, y = df.drop(columns=["Class", "Time"]), df["Class"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, stratify=y, test_size=0.2, random_state=11)

pipe = Pipeline(
    [("scale", RobustScaler()), ("smote", SMOTE(random_state=0)), ("lr", LogisticRegression(max_iter=1000))]
)
grid = GridSearchCV(
    pipe,
    {"lr__C": [0.01, 0.1, 1, 10], "smote__k_neighbors": [3, 5]},
    scoring="average_precision",
    cv=StratifiedKFold(5, shuffle=True, random_state=1),
)
grid.fit(X_tr, y_tr)
print(grid.best_params_, grid.best_score_)
print("AP on test", average_precision_score(y_te, grid.predict_proba(X_te)[:, 1]))
