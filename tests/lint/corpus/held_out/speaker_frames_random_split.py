import pandas as pd
import torch
from torch.utils.data import DataLoader, Dataset, random_split


class Clips(Dataset):
    def __init__(self, table):
        self.table = table

    def __len__(self):
        return len(self.table)

    def __getitem__(self, i):
        return self.table.iloc[i]["features"], self.table.iloc[i]["emotion"]


table = pd.read_pickle("clips.pkl")
print(table["speaker_id"].value_counts())
clips = Clips(table)
n = int(0.8 * len(clips))
train_set, test_set = random_split(  # expect: FR109
    clips, [n, len(clips) - n], generator=torch.Generator().manual_seed(0)
)
train_loader, test_loader = DataLoader(train_set, 32, shuffle=True), DataLoader(test_set, 32)
