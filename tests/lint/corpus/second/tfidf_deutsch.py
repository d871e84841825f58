"""Klassifikation von Produktbewertungen."""
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score

trainingsdaten = pd.read_csv("bewertungen_train.csv", sep=";")
testdaten = pd.read_csv("bewertungen_test.csv", sep=";")
alle_texte = pd.concat([trainingsdaten["text"], testdaten["text"]])
vektorisierer = TfidfVectorizer(min_df=3)
vektorisierer.fit(alle_texte)  # expect: FR105
merkmale_train = vektorisierer.transform(trainingsdaten["text"])
merkmale_test = vektorisierer.transform(testdaten["text"])
modell = SGDClassifier(random_state=0).fit(merkmale_train, trainingsdaten["sterne"])
vorhersage = modell.predict(merkmale_test)
print("Genauigkeit:", accuracy_score(testdaten["sterne"], vorhersage))
