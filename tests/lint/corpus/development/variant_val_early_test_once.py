from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_tr, X_va, y_tr, y_va = train_test_split(X_train, y_train, random_state=0)
best = None
for c in [0.1, 1, 10]:
    m = make(c).fit(X_tr, y_tr)
    acc = m.score(X_va, y_va)
    if best is None or acc > best[0]:
        best = (acc, c)
final = make(best[1]).fit(X_train, y_train)
print("Test accuracy", final.score(X_test, y_test))
