import lightning as L
import torch
from lightning.pytorch.callbacks import EarlyStopping
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

from lit_model import LitNet

to_tensor = transforms.ToTensor()
train_dl = DataLoader(datasets.SVHN("data", split="train", transform=to_tensor), 128, shuffle=True)
test_dl = DataLoader(datasets.SVHN("data", split="test", transform=to_tensor), 128)

torch.set_float32_matmul_precision("medium")
trainer = L.Trainer(max_epochs=50, callbacks=[EarlyStopping("val_loss", patience=5)])
trainer.fit(LitNet(), train_dl, test_dl)  # expect: FR101
