import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.preprocessing import PolynomialFeatures

data = np.genfromtxt("position_salaries.csv", delimiter=",", skip_header=1)
X, y = data[:, 1:2], data[:, 2]
X_poly = PolynomialFeatures(degree=4).fit_transform(X)
lin = LinearRegression()
lin.fit(X_poly, y)
print("r2:", r2_score(y, lin.predict(X_poly)))  # expect: FR110
