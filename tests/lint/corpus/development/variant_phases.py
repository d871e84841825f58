import copy
import torch
from torchvision import datasets

image_datasets = {
    x: datasets.ImageFolder(os.path.join("data", x), data_transforms[x]) for x in ["train", "test"]
}
dataloaders = {x: torch.utils.data.DataLoader(image_datasets[x], batch_size=4) for x in ["train", "test"]}


def train_model(model, criterion, optimizer, num_epochs=25):
    best_acc = 0.0
    for epoch in range(num_epochs):
        for phase in ["train", "test"]:
            running_corrects = 0
            for inputs, labels in dataloaders[phase]:
                outputs = model(inputs)
                _, preds = torch.max(outputs, 1)
                running_corrects += torch.sum(preds == labels.data)
            epoch_acc = running_corrects.double() / dataset_sizes[phase]
            if phase == "test" and epoch_acc > best_acc:  # expect: FR103
                best_acc = epoch_acc
                best_model_wts = copy.deepcopy(model.state_dict())
    return model
