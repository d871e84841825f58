import copy
import torch


def train_model(model, criterion, optimizer, dataloaders, num_epochs=25):
    best_acc = 0.0
    for epoch in range(num_epochs):
        for phase in ["train", "val"]:
            running_corrects = 0
            for inputs, labels in dataloaders[phase]:
                outputs = model(inputs)
                _, preds = torch.max(outputs, 1)
                running_corrects += torch.sum(preds == labels.data)
            epoch_acc = running_corrects.double() / dataset_sizes[phase]
            if phase == "val" and epoch_acc > best_acc:
                best_acc = epoch_acc
                best_model_wts = copy.deepcopy(model.state_dict())
    return model
