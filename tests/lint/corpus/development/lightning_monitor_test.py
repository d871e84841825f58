from pytorch_lightning import Trainer
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint

stop = EarlyStopping(monitor="test_loss", patience=5)  # expect: FR101
keep = ModelCheckpoint(monitor="val_loss")
trainer = Trainer(callbacks=[stop, keep])
trainer.fit(model, datamodule=dm)
