"""Fashion-MNIST, 94 % on val, one GPU: to be measured. It has never run on a GPU yet.

    python benchmarks/records/gpu_94.py --seeds 10

Claim: none yet (goal: under 2 seconds). Ancestor: fashion_mnist_94.py, whose recipe it is. The whole
set lies on the device, arithmetic is bfloat16, maps are channels_last. The clock runs from the call of
fit with arrays in main memory to the accuracy on val. One fit before it, which does not count, loads
CUDA's libraries and lets cuDNN choose its kernels.

If it is bound by Python rather than by the GPU (watch nvidia-smi: far below 100 %), the step is what
to compile: `convnet.learner`, with the rates as tensors, captured in a CUDA graph.
"""

import torch
from fashion_mnist_94 import PARAMS
from record import measure

if __name__ == "__main__":
    torch.backends.cudnn.benchmark = True
    measure(__file__, PARAMS, target=0.94, device="cuda", warm_up=True)
