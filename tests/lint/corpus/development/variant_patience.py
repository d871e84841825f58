for epoch in range(100):
    train_one_epoch(model, train_loader)
    test_loss, test_acc = evaluate(model, test_loader)
    if test_loss < best_loss:  # expect: FR103
        best_loss = test_loss
        wait = 0
    else:
        wait += 1
        if wait > patience:
            break
