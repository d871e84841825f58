import pandas as pd
from imblearn.combine import SMOTEENN
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split


def load(path):
    df = pd.read_csv(path)
    df = pd.get_dummies(df, drop_first=True)
    return df.drop("Churn", axis=1), df["Churn"]


def balance(features, target):
    return SMOTEENN().fit_resample(features, target)  # expect: FR106


def main():
    x, y = load("tel_churn.csv")
    x, y = balance(x, y)
    xr_train, xr_test, yr_train, yr_test = train_test_split(x, y, test_size=0.2, random_state=100)
    model = RandomForestClassifier(n_estimators=100, random_state=100)
    model.fit(xr_train, yr_train)
    print(classification_report(yr_test, model.predict(xr_test)))


main()
