import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from sklearn.svm import LinearSVC

tweets = pd.read_csv("tweets.csv").dropna().drop_duplicates("text")
tweets["length"] = tweets["text"].str.len()
le = LabelEncoder()
tweets["label"] = le.fit_transform(tweets["sentiment"])
hashed = HashingVectorizer(n_features=2**12).fit_transform(tweets["text"])

text_train, text_test, h_train, h_test, y_train, y_test = train_test_split(
    tweets["text"], hashed, tweets["label"], test_size=0.2, random_state=0
)
tfidf = TfidfVectorizer(ngram_range=(1, 2))
A = tfidf.fit_transform(text_train)
B = tfidf.transform(text_test)

for name, (tr, te) in {"tfidf": (A, B), "hash": (h_train, h_test)}.items():
    svc = LinearSVC().fit(tr, y_train)
    print(name, f1_score(y_test, svc.predict(te), average="macro"))
    print(classification_report(y_test, svc.predict(te), target_names=le.classes_))
