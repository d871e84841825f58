import wandb

for epoch in range(epochs):
    train_loss = train(model, train_loader)
    val_acc = evaluate(model, val_loader)
    test_acc = evaluate(model, test_loader)
    wandb.log({"train": train_loss, "val": val_acc, "test": test_acc})
    if val_acc > best_val_acc:
        best_val_acc, best_epoch, test_at_best = val_acc, epoch, test_acc
print(best_epoch, test_at_best)
