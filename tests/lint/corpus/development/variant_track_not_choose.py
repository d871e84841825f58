# best on test is tracked only beside the choice by val
best_val = 0
for epoch in range(100):
    train_one_epoch(model, train_loader)
    val_acc = evaluate(model, val_loader)
    test_acc = evaluate(model, test_loader)
    if val_acc > best_val:
        best_val = val_acc
        best_test = test_acc
        torch.save(model.state_dict(), "m.pt")
