import torch
from pytorchtools import EarlyStopping

from data import dev_loader, test_loader, train_loader

model = Net()
early_stopping = EarlyStopping(patience=7)
for epoch in range(100):
    run_epoch(model, train_loader)
    dev_loss, dev_acc = evaluate(model, dev_loader)
    early_stopping(dev_loss, model)
    if early_stopping.early_stop:
        break
model.load_state_dict(torch.load("checkpoint.pt"))
test_loss, test_acc = evaluate(model, test_loader)
print(f"test {test_loss:.3f} {test_acc:.3f}")
