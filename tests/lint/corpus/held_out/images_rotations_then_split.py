import glob

import numpy as np
from keras import layers, models
from PIL import Image
from sklearn.model_selection import train_test_split

X, Y = [], []
for path in glob.glob("leaves/*/*.jpg"):
    picture = np.asarray(Image.open(path).resize((64, 64)))
    X.append(picture)
    Y.append(path.split("/")[1])
X = np.array(X)
Y = np.array(Y)
X_aug = np.concatenate([X, np.rot90(X, axes=(1, 2)), X[:, :, ::-1]])  # expect: FR106
Y_aug = np.concatenate([Y, Y, Y])  # expect: FR106
x_train, x_test, y_train, y_test = train_test_split(X_aug, Y_aug, test_size=0.2, random_state=0)
net = models.Sequential([layers.Flatten(), layers.Dense(5, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x_train, y_train, epochs=5)
net.evaluate(x_test, y_test)
