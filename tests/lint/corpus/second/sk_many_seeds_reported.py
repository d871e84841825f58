import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

X, y = load_digits(return_X_y=True)
test_scores, train_scores = [], []
for seed in range(20):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    pipe = make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=1000))
    pipe.fit(X_train, y_train)
    train_scores.append(pipe.score(X_train, y_train))
    test_scores.append(pipe.score(X_test, y_test))
print(f"train {np.mean(train_scores):.3f}, test {np.mean(test_scores):.3f} +- {np.std(test_scores, ddof=1):.3f}")
