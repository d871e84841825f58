import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

spam = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
spam.columns = ["label", "message"]
spam["length"] = spam["message"].str.len()
spam["message"] = spam["message"].str.lower().str.replace(r"\d+", " ", regex=True)
msg_train, msg_test, lab_train, lab_test = train_test_split(spam["message"], spam["label"], test_size=0.2, random_state=1)

best_alpha = max((0.01, 0.1, 0.5, 1.0), key=lambda a: cross_val_score(make_pipeline(CountVectorizer(), MultinomialNB(alpha=a)), msg_train, lab_train, cv=5).mean())
bow = CountVectorizer(stop_words="english")
counts_train = bow.fit_transform(msg_train)
counts_test = bow.transform(msg_test)
nb = MultinomialNB(alpha=best_alpha).fit(counts_train, lab_train)
print(accuracy_score(lab_test, nb.predict(counts_test)))
