import cv2
import numpy as np
from sklearn.model_selection import train_test_split

images = np.load("images.npy")
labels = np.load("labels.npy")
grown, grown_labels = [], []
for img, label in zip(images, labels):
    grown.append(img)
    grown.append(cv2.flip(img, 1))  # expect: FR106
    grown_labels.append(label)
    grown_labels.append(label)  # expect: FR106
X = np.array(grown)
y = np.array(grown_labels)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
