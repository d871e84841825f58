import torch

best_acc1 = 0


def validate(val_loader, model, criterion):
    top1 = AverageMeter()
    for images, target in val_loader:
        output = model(images)
        acc1 = accuracy(output, target)
        top1.update(acc1[0], images.size(0))
    return top1.avg


def main():
    global best_acc1
    test_loader = torch.utils.data.DataLoader(CIFAR100("d", train=False))
    for epoch in range(90):
        train(train_loader, model)
        acc1 = validate(test_loader, model, criterion)
        is_best = acc1 > best_acc1  # also: FR103
        best_acc1 = max(acc1, best_acc1)  # expect: FR103
        save_checkpoint({"state": model.state_dict()}, is_best)


main()
