import timm
import torch
from timm.data import create_transform, resolve_data_config
from timm.utils import AverageMeter, accuracy
from torch.utils.data import DataLoader
from torchvision.datasets import Flowers102


@torch.no_grad()
def validate(model, loader):
    top1 = AverageMeter()
    model.eval()
    for x, y in loader:
        acc1, _ = accuracy(model(x.cuda()), y.cuda(), topk=(1, 5))
        top1.update(acc1.item(), x.size(0))
    return top1.avg


def main():
    model = timm.create_model("vit_small_patch16_224", pretrained=True, num_classes=102).cuda()
    cfg = resolve_data_config({}, model=model)
    train_set = Flowers102("data", split="train", transform=create_transform(**cfg, is_training=True))
    test_set = Flowers102("data", split="test", transform=create_transform(**cfg))
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    val_loader = DataLoader(test_set, batch_size=64)
    opt = torch.optim.AdamW(model.parameters(), lr=5e-5)
    best_acc1 = 0
    for epoch in range(30):
        model.train()
        for x, y in train_loader:
            loss = torch.nn.functional.cross_entropy(model(x.cuda()), y.cuda())
            opt.zero_grad()
            loss.backward()
            opt.step()
        acc1 = validate(model, val_loader)
        is_best = acc1 > best_acc1  # expect: FR103
        best_acc1 = max(acc1, best_acc1)  # also: FR103
        if is_best:
            torch.save(model.state_dict(), "model_best.pth.tar")


if __name__ == "__main__":
    main()
