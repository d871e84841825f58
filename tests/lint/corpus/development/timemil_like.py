# Results come back as a list of scores; the data are read in one of two ways.
import numpy as np
import torch
from aeon.datasets import load_classification
from sklearn.metrics import accuracy_score, f1_score
from torch.utils.data import DataLoader, TensorDataset

from mydata import load_orean


def test(testloader, net, criterion, args):
    net.eval()
    total_loss, test_labels, test_predictions = 0, [], []
    with torch.no_grad():
        for batch_id, (feats, label) in enumerate(testloader):
            bag = feats.cuda()
            prediction = net(bag)
            total_loss = total_loss + criterion(prediction, label.cuda()).item()
            test_labels.extend([label.cpu().numpy()])
            test_predictions.extend([torch.sigmoid(prediction).cpu().numpy()])
    test_labels = np.vstack(test_labels)
    test_predictions = np.argmax(np.vstack(test_predictions), axis=1)
    avg_score = accuracy_score(test_labels, test_predictions)
    results = [avg_score, f1_score(test_labels, test_predictions, average="macro")]
    return total_loss / len(testloader), results


def main(args):
    if args.dataset in ("JapaneseVowels",):
        trainset = load_orean(args, split="train")
        testset = load_orean(args, split="test")
    else:
        Xtr, ytr, meta = load_classification(name=args.dataset, split="train")
        trainset = TensorDataset(torch.from_numpy(Xtr), torch.tensor(ytr))
        Xte, yte, _ = load_classification(name=args.dataset, split="test")
        testset = TensorDataset(torch.from_numpy(Xte), torch.tensor(yte))
    trainloader = DataLoader(trainset, args.batchsize, shuffle=True)
    testloader = DataLoader(testset, 128)
    net, criterion = build(), torch.nn.BCEWithLogitsLoss()
    best_score = 0
    for epoch in range(1, args.num_epochs + 1):
        train(trainloader, net, criterion, epoch, args)
        test_loss, results = test(testloader, net, criterion, args)
        [avg_score, f1_macro] = results
        current_score = avg_score
        if current_score >= best_score:  # expect: FR103
            best_score = current_score
            torch.save(net.state_dict(), "best.pth")
