import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms, utils

t = transforms.Compose([transforms.ToTensor(), transforms.Normalize(0.5, 0.5)])
dl = DataLoader(datasets.FashionMNIST("d", train=True, transform=t, download=True), 128, shuffle=True)
G = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 784), nn.Tanh())
D = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.LeakyReLU(0.2), nn.Linear(256, 1))
og, od = torch.optim.Adam(G.parameters(), 2e-4), torch.optim.Adam(D.parameters(), 2e-4)
bce = nn.BCEWithLogitsLoss()
best_g = 1e9
for epoch in range(40):
    for real, _ in dl:
        fake = G(torch.randn(len(real), 64))
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        d_loss = bce(D(real), ones) + bce(D(fake.detach()), zeros)
        od.zero_grad(); d_loss.backward(); od.step()
        g_loss = bce(D(fake), ones)
        og.zero_grad(); g_loss.backward(); og.step()
    if g_loss.item() < best_g:
        best_g = g_loss.item()
        torch.save(G.state_dict(), "g.pt")
    utils.save_image(fake[:64].view(-1, 1, 28, 28), f"{epoch}.png")
