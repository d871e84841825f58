import pandas as pd
import torch
from sklearn.model_selection import StratifiedGroupKFold

table = pd.read_csv("lesions.csv")
folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
for train_idx, val_idx in folds.split(table, table["malignant"], groups=table["patient_id"]):
    train_loader = torch.utils.data.DataLoader(Skin(table.iloc[train_idx]), shuffle=True)
    val_loader = torch.utils.data.DataLoader(Skin(table.iloc[val_idx]))
    train_fold(train_loader, val_loader)
