import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import EarlyStopping

from mydata import ChestDataset
from mymodel import ChestNet


def main(cfg):
    pl.seed_everything(cfg.seed)
    train_ds = ChestDataset(cfg.root, "train")
    test_ds = ChestDataset(cfg.root, "test")
    train_dl = torch.utils.data.DataLoader(train_ds, batch_size=cfg.bs, shuffle=True, num_workers=4)
    test_dl = torch.utils.data.DataLoader(test_ds, batch_size=cfg.bs)
    stopper = EarlyStopping(monitor="val_auroc", mode="max", patience=3)
    trainer = pl.Trainer(max_epochs=50, callbacks=[stopper])
    trainer.fit(ChestNet(cfg), train_dataloaders=train_dl, val_dataloaders=test_dl)  # expect: FR101
    trainer.test(dataloaders=test_dl)
