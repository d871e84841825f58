import random

from classifier import Classifier
from sklearn.metrics import accuracy_score

random.seed(1)
with open("reviews.txt") as f:
    reviews = [line.split("\t") for line in f]
random.shuffle(reviews)
train_reviews = reviews[:8000]
clf = Classifier()
clf.fit([r[0] for r in train_reviews], [r[1] for r in train_reviews])
random.shuffle(reviews)
test_reviews = reviews[8000:]
print(
    accuracy_score([r[1] for r in test_reviews], clf.predict([r[0] for r in test_reviews]))  # expect: FR107
)
