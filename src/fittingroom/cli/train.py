"""fittingroom train attributes DATA: a network for many labels an image, from a set or a simulated world."""

import argparse
from pathlib import Path

from fittingroom.cli.quantities import count
from fittingroom.cli.source import seed

DESCRIPTION = """\
Train a network on DATA, a set by `fittingroom curate` or a world by `fittingroom simulate`: learn its train
part, look at val after each epoch, keep the last weights in OUT (model.safetensors, model.json). Images are
decoded once, to the size that is learned. After Ctrl-C or a kill the same command goes on, to the same
result; a finished model in OUT is not replaced. Several GPUs: torchrun --nproc-per-node N -m fittingroom
train attributes ...

networks  small, resnet18, resnet50, resnet101, inception-v1, inception-bn, inception-v3
heads     flat (one sigmoid a label), group (softmax with "none" for exclusive groups), decoder (ML-Decoder)
losses    bce, weighted, weighted-each, focal, asymmetric, hill, splc, balanced
recipes   paper (RMSProp, fixed crops, as published), modern (AdamW, cosine, random crops)
"""


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("train", help="train a network for attributes: many labels an image")
    kinds = command.add_subparsers(title="what to learn", metavar="WHAT", required=True)
    attributes = kinds.add_parser(
        "attributes",
        help="labels in groups, from a curated set or a simulated world",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    attributes.add_argument("data", metavar="DATA", type=Path, help="the folder of a set or a world")
    attributes.add_argument(
        "--out", type=Path, metavar="RUN", help="default: runs/DATA/MODEL-HEAD-LOSS-RECIPE-seedN"
    )
    attributes.add_argument("--model", default="resnet18", metavar="NAME", help="default: resnet18")
    attributes.add_argument("--head", default="group", metavar="NAME", help="default: group")
    attributes.add_argument("--loss", default="bce", metavar="NAME", help="default: bce")
    attributes.add_argument("--recipe", default="modern", metavar="NAME", help="default: modern")
    attributes.add_argument(
        "--size-px", type=count, metavar="PX", help="what the network sees (default: as it was published)"
    )
    attributes.add_argument("--epochs", type=count, default=8, help="passes over train (default: 8)")
    attributes.add_argument(
        "--batch", type=count, metavar="N", help="images a step (default: the recipe's 256)"
    )
    attributes.add_argument("--lr", type=float, help="the highest learning rate (default: the recipe's)")
    attributes.add_argument("--seed", type=seed, default=0, help="of weights, order and crops (default: 0)")
    attributes.add_argument(
        "--images", type=count, metavar="N", help="learn only the first N images of train"
    )
    attributes.add_argument(
        "--unknown",
        choices=("masked", "absent"),
        default="masked",
        help="labels of which nothing is known: left out (the default), or absent, as the paper takes them",
    )
    attributes.add_argument(
        "--taught",
        choices=("labels", "tagged"),
        default="labels",
        help="of a world: learn the truth (the default), or what sellers tagged",
    )
    add_means(attributes)
    attributes.add_argument(
        "--compile", action="store_true", help="let torch compile the network: pays in long runs on a GPU"
    )
    attributes.set_defaults(run=run)


def add_means(command: argparse.ArgumentParser) -> None:
    """What it runs on: shared with `fittingroom evaluate`."""
    means = command.add_argument_group("what it runs on")
    means.add_argument(
        "--cache", type=Path, metavar="DIR", help="where images are kept (default: DATA/images)"
    )
    means.add_argument(
        "--keep",
        choices=("pixels", "jpegs"),
        help="decoded once, or decoded each time they are learned (default: pixels if the disk has room)",
    )
    means.add_argument("--device", help="cpu or cuda (default: the faster one here)")
    means.add_argument("--threads", type=count, metavar="N", help="of the processor (default: one a core)")
    means.add_argument(
        "--loaders", type=count, metavar="N", help="threads that read (default: half the cores)"
    )


def run(arguments: argparse.Namespace) -> int:
    import dataclasses

    from fittingroom.models import family

    work, recipes = family("attributes.work"), family("attributes.recipes")
    networks, learned = family("attributes.networks"), family("attributes.learned")
    recipe = recipes.recipe_named(arguments.recipe)
    given = {"batch": arguments.batch, "lr": arguments.lr}
    recipe = dataclasses.replace(
        recipe, **{name: value for name, value in given.items() if value is not None}
    )
    settings = learned.Settings(
        network=arguments.model,
        head=arguments.head,
        loss=arguments.loss,
        recipe=recipe,
        size_px=arguments.size_px or networks.network(arguments.model).size_px,
        epochs=arguments.epochs,
        seed=arguments.seed,
        unknown=arguments.unknown,
    )
    name = "-".join([arguments.model, arguments.head, arguments.loss, arguments.recipe])
    out = arguments.out or Path("runs", arguments.data.resolve().name, f"{name}-seed{arguments.seed}")
    means = work.Means(
        cache=arguments.cache,
        keep=arguments.keep,
        device=arguments.device,
        threads=arguments.threads,
        loaders=arguments.loaders,
        compiled=arguments.compile,
    )
    done = work.train_on(
        arguments.data, settings, out=out, images=arguments.images, taught=arguments.taught, means=means
    )
    if "gpu_peak_bytes" in done.notes:
        print(f"{done.notes['gpu']}: at most {done.notes['gpu_peak_bytes'] / 1e9:.1f} GB of its memory")
    print(
        f"{out}: {settings.name}, {settings.epochs} epochs; next: fittingroom evaluate {out} "
        f"{arguments.data}, or with a picture of your own: fittingroom app {out}"
    )
    return 0
