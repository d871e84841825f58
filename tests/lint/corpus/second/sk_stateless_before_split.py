import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, Normalizer

news = pd.read_json("news.jsonl", lines=True).drop_duplicates("headline").dropna()
X = HashingVectorizer(n_features=2**18).fit_transform(news["headline"])
X = Normalizer().fit_transform(X)
y = LabelBinarizer().fit_transform(news["category"]).argmax(axis=1)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.25, random_state=2)
sgd = SGDClassifier(random_state=0).fit(Xa, ya)
print(classification_report(yb, sgd.predict(Xb)))
