import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import classification_report
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline

df = pd.read_csv("spam.csv")
train, test = train_test_split(df, test_size=0.2, stratify=df["label"], random_state=21)
pipe = Pipeline([("tfidf", TfidfVectorizer()), ("nb", MultinomialNB())])
rs = RandomizedSearchCV(
    pipe, {"tfidf__max_features": [1000, 3000], "nb__alpha": [0.1, 1.0]}, n_iter=4, random_state=0
)
rs.fit(train["message"], train["label"])
print(classification_report(test["label"], rs.predict(test["message"])))
