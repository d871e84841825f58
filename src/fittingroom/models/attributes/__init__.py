"""Learning attributes: networks, heads, losses and a trainer for sets of many labels an image.

networks/ looks at the image, heads says labels, criteria and losses what an answer costs, recipes and
optimisers how it is taught; shards, truth, pixels, feed and crops bring the images; learning is the loop,
work the whole of one training or evaluation of a folder. Importing this package loads no torch.
"""
