"""Writes how each kernel of each kind of layer starts in Keras 3: kernels.json. See README.md.

    python tests/golden/kernels.py

The fans are what Keras counts while it builds the layer, by its own `compute_fans`: they follow from
the shape in which a layer holds its kernel, which need not be that of the weights it multiplies.
"""

import generate  # sets the backend, so it must come before keras
import keras
import numpy as np
from keras.src.initializers import random_initializers

L = keras.layers
# The layer, and the shape of a sample. Large enough that the largest draw is within a percent of the limit.
CASES = {
    "Dense": (lambda **k: L.Dense(24, **k), (40,)),
    "Conv1D": (lambda **k: L.Conv1D(24, 5, **k), (9, 8)),
    "Conv2D": (lambda **k: L.Conv2D(16, 3, **k), (6, 5, 8)),
    "Conv2DTranspose": (lambda **k: L.Conv2DTranspose(16, 3, **k), (6, 5, 8)),
    "DepthwiseConv2D": (lambda **k: L.DepthwiseConv2D(5, depth_multiplier=4, **k), (6, 6, 12)),
    "SeparableConv2D": (lambda **k: L.SeparableConv2D(24, 5, depth_multiplier=4, **k), (6, 6, 12)),
    "SimpleRNN": (lambda **k: L.SimpleRNN(32, **k), (3, 24)),
    "LSTM": (lambda **k: L.LSTM(24, **k), (3, 16)),
    "GRU": (lambda **k: L.GRU(24, **k), (3, 16)),
    "MultiHeadAttention": (lambda **k: L.MultiHeadAttention(3, 10, **k), (4, 28)),
    "Embedding": (lambda **k: L.Embedding(60, 16, **k), (3,)),
}
# What sets the start of the kernels that are not recurrent.
ARGUMENT = {
    "SeparableConv2D": ["depthwise_initializer", "pointwise_initializer"],
    "DepthwiseConv2D": ["depthwise_initializer"],
    "Embedding": ["embeddings_initializer"],
}


def build(name, initializer=None):
    """The layer's weights by name, and the fans that were counted, in the order of the weights."""
    counted = []
    compute_fans = random_initializers.compute_fans

    def count(shape, **axes):
        fans = compute_fans(shape, **axes)
        counted.append((list(shape), fans))
        return fans

    make, shape = CASES[name]
    names = ARGUMENT.get(name, ["kernel_initializer"])
    layer = make(**({argument: initializer for argument in names} if initializer else {}))
    random_initializers.compute_fans = count
    try:
        if name == "MultiHeadAttention":
            layer.build(query_shape=(None, *shape), value_shape=(None, *shape))
        else:
            layer.build((None, *shape))
    finally:
        random_initializers.compute_fans = compute_fans
    kernels = [w for w in layer.weights if "kernel" in w.name or w.name == "embeddings"]
    return [(own_name(w), keras.ops.convert_to_numpy(w)) for w in kernels], counted


def own_name(weight):
    """`kernel`, or in an attention, whose kernels belong to layers inside it, `query_kernel`."""
    part = weight.path.split("/")[-2].removeprefix("attention_")
    return f"{part}_{weight.name}" if part in ["query", "key", "value", "output"] else weight.name


def main():
    keras.utils.set_random_seed(7)
    rows = []
    for name in CASES:
        default, fans = build(name)
        lecun, lecun_fans = build(name, "lecun_uniform")
        remaining, remaining_lecun = list(fans), list(lecun_fans)
        for (path, values), (_, by_inputs) in zip(default, lecun):
            shape = list(values.shape)
            # Nothing is counted for what is not scaled by fans.
            default_fans = remaining.pop(0)[1] if remaining and remaining[0][0] == shape else None
            inputs = remaining_lecun.pop(0)[1] if remaining_lecun and remaining_lecun[0][0] == shape else None
            row = {"layer": name, "parameter": path, "shape": shape, "fan_in": None, "fan_out": None}
            row |= {"limit": None, "lecun_limit": None}
            if inputs:
                row |= {"fan_in": int(inputs[0]), "fan_out": int(inputs[1])}
                row["lecun_limit"] = float(np.sqrt(3 / inputs[0]))
                assert np.abs(by_inputs).max() <= row["lecun_limit"] * (1 + 1e-6)
                assert np.abs(by_inputs).max() >= row["lecun_limit"] * 0.98
            if default_fans:  # GlorotUniform
                row["limit"] = float(np.sqrt(6 / sum(default_fans)))
            elif name == "Embedding":
                row["limit"] = 0.05
            if row["limit"]:
                assert np.abs(values).max() <= row["limit"] * (1 + 1e-6), row
                assert np.abs(values).max() >= row["limit"] * 0.98, row
            rows.append(row)
    generate.write("kernels.json", {"cases": rows})


main()
