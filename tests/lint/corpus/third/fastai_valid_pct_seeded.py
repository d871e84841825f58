from fastai.vision.all import *

path = untar_data(URLs.PETS) / "images"
set_seed(42)
dls = ImageDataLoaders.from_name_func(
    path,
    get_image_files(path),
    valid_pct=0.2,
    seed=42,
    label_func=lambda name: name[0].isupper(),
    item_tfms=Resize(224),
)
learn = vision_learner(dls, resnet34, metrics=error_rate)
learn.fine_tune(5, cbs=SaveModelCallback(monitor="error_rate"))
test_dl = dls.test_dl(get_image_files("data/pets_test"), with_labels=True)
print(learn.validate(dl=test_dl))
