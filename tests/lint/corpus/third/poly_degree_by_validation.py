import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PolynomialFeatures

data = np.loadtxt("data_w3_ex1.csv", delimiter=",")
x, y = data[:, :1], data[:, 1]
x_train, x_, y_train, y_ = train_test_split(x, y, test_size=0.40, random_state=1)
x_cv, x_test, y_cv, y_test = train_test_split(x_, y_, test_size=0.50, random_state=1)
train_mses, cv_mses, fitted = [], [], []
for degree in range(1, 11):
    poly = PolynomialFeatures(degree, include_bias=False)
    model = LinearRegression().fit(poly.fit_transform(x_train), y_train)
    train_mses.append(mean_squared_error(y_train, model.predict(poly.transform(x_train))) / 2)
    cv_mses.append(mean_squared_error(y_cv, model.predict(poly.transform(x_cv))) / 2)
    fitted.append((poly, model))
best = int(np.argmin(cv_mses))
poly, model = fitted[best]
print("degree", best + 1, "Test MSE", mean_squared_error(y_test, model.predict(poly.transform(x_test))) / 2)
