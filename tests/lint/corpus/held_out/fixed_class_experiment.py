from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


class Experiment:
    def __init__(self, X, y, seed=0):
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y, random_state=seed)
        self.scaler = StandardScaler()

    def prepare(self):
        self.X_train = self.scaler.fit_transform(self.X_train)
        self.X_test = self.scaler.transform(self.X_test)

    def run(self):
        self.prepare()
        self.model = SVC().fit(self.X_train, self.y_train)
        return self.model.score(self.X_test, self.y_test)


print(Experiment(*load()).run())
