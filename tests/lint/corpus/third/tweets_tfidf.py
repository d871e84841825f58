import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB


def clean(text):
    return " ".join(w for w in text.lower().split() if not w.startswith("http"))


tweets = pd.read_csv("tweets.csv")
tweets["text"] = tweets["text"].apply(clean)
tfidf = TfidfVectorizer(max_features=5000, stop_words="english")
features = tfidf.fit_transform(tweets["text"]).toarray()  # expect: FR105
labels = tweets["disaster"].values
X_train, X_test, y_train, y_test = train_test_split(features, labels, test_size=0.2, random_state=0)
nb = MultinomialNB()
nb.fit(X_train, y_train)
y_pred = nb.predict(X_test)
print(confusion_matrix(y_test, y_pred))
print(f1_score(y_test, y_pred))
