from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, r2_score

X, y = load_diabetes(return_X_y=True)
model = LinearRegression()
model.fit(X, y)
pred = model.predict(X)
print("MSE", mean_squared_error(y, pred))  # expect: FR110
print("R2", r2_score(y, pred))
