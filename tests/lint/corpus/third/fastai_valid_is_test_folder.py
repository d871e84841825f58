from fastai.vision.all import *

path = Path("data/chest_xray")
dls = ImageDataLoaders.from_folder(path, train="train", valid="test", item_tfms=Resize(224), bs=32)
learn = vision_learner(dls, resnet34, metrics=accuracy)
learn.fine_tune(10, cbs=[SaveModelCallback(monitor="accuracy"), EarlyStoppingCallback(patience=3)])  # missed: FR101
interp = ClassificationInterpretation.from_learner(learn)
interp.plot_confusion_matrix()
