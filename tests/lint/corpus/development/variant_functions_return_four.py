import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC


def get_data(path):
    df = pd.read_csv(path)
    X, y = df.drop("y", axis=1), df["y"]
    X = MinMaxScaler().fit_transform(X)  # expect: FR105
    return train_test_split(X, y, test_size=0.2, random_state=0)


def main():
    X_train, X_test, y_train, y_test = get_data("a.csv")
    clf = SVC().fit(X_train, y_train)
    print(clf.score(X_test, y_test))


if __name__ == "__main__":
    main()
