from keras.preprocessing.text import Tokenizer
from sklearn.model_selection import train_test_split

tok = Tokenizer(num_words=5000)
tok.fit_on_texts(df["text"])  # expect: FR105
X = pad_sequences(tok.texts_to_sequences(df["text"]), maxlen=100)
X_train, X_test, y_train, y_test = train_test_split(X, df["label"], random_state=0)
model.fit(X_train, y_train, validation_split=0.1)
model.evaluate(X_test, y_test)
