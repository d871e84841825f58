import numpy as np
import torch
from sklearn.metrics import accuracy_score, confusion_matrix
from tensorflow.keras.datasets import mnist

from models import make_cnn

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
accs = []
for seed in range(5):
    np.random.seed(seed)
    torch.manual_seed(seed)
    cnn = make_cnn(seed)
    cnn.fit(x_train, y_train, epochs=5, batch_size=128)
    y_pred = np.argmax(cnn.predict(x_test), axis=1)
    accs.append(accuracy_score(y_test, y_pred))
print(f"{np.mean(accs):.4f} +- {np.std(accs):.4f} (min {np.min(accs):.4f}, max {np.max(accs):.4f})")
cm = confusion_matrix(y_test, y_pred)
worst = np.argmax(cm.sum(axis=1) - np.diag(cm))
print("most confused digit of the last run:", worst)
