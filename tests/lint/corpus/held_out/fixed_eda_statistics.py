import pandas as pd
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("diabetes.csv")
print(df.describe(), df["Glucose"].mean(), df.groupby("Outcome").mean())
sns.heatmap(df.corr())
outliers = df[df["BMI"] > df["BMI"].mean() + 3 * df["BMI"].std()]
print(len(outliers))
X_train, X_test, y_train, y_test = train_test_split(df.drop("Outcome", axis=1), df["Outcome"], random_state=0)
rf = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print("train", rf.score(X_train, y_train), "test", rf.score(X_test, y_test))
