# Everything is a function within main; the test loop closes over its loader.
import torch
import torch.nn.functional as F
import tqdm
import znn


def main():
    train_dataset, test_dataset, train_loader, test_loader = znn.get_loaders()
    model = znn.Network(hidden_dim=64)
    optimizer = torch.optim.AdamW(model.parameters())

    def write_checkpoint(number=None, best=False):
        torch.save(dict(model=model.state_dict()), "best.tar" if best else f"{number}.tar")

    def train(epoch):
        for data in tqdm.tqdm(train_loader, total=len(train_loader)):
            optimizer.zero_grad()
            loss = F.nll_loss(F.log_softmax(model(data), dim=1), data.y)
            loss.backward()
            optimizer.step()

    def test():
        correct = 0
        for i, data in enumerate(test_loader):
            probabilities = torch.exp(F.log_softmax(model(data), dim=1))
            predictions = torch.argmax(probabilities, dim=-1)
            correct += predictions.eq(data.y).sum().item()
        return correct / len(test_dataset)

    best_result = 0.0
    for epoch in range(1, 400):
        train(epoch)
        result = test()
        write_checkpoint(epoch)
        if result > best_result:  # expect: FR103
            best_result = result
            write_checkpoint(epoch, best=True)


if __name__ == "__main__":
    main()
