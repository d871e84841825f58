from sklearn.model_selection import train_test_split
from keras.callbacks import EarlyStopping


class Experiment:
    def __init__(self, X, y):
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y, random_state=0)

    def run(self):
        self.model = build()
        es = EarlyStopping(patience=3)
        self.model.fit(
            self.X_train,
            self.y_train,
            validation_data=(self.X_test, self.y_test),  # expect: FR101
            callbacks=[es],
        )
        return self.model.evaluate(self.X_test, self.y_test)


Experiment(load_x(), load_y()).run()
