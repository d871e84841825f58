import pickle
import sys

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


def load(seed):
    df = pd.read_csv("mushrooms_encoded.csv")
    return train_test_split(df.drop(columns="class"), df["class"], test_size=0.3, random_state=seed)


def train():
    X_train, _, y_train, _ = load(0)
    return RandomForestClassifier(random_state=0).fit(X_train, y_train)


def check(model):
    _, X_test, _, y_test = load(1)
    print("accuracy", model.score(X_test, y_test))  # expect: FR107


check(train())
