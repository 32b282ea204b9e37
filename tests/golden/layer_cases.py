"""The cases of layers.py: which layers, with which arguments, on which shapes."""

from dataclasses import dataclass, field

import keras
from keras.constraints import MaxNorm, NonNeg
from keras.regularizers import L1, L1L2, L2


@dataclass
class Shape:
    """A layer inside another: its class and its arguments."""

    layer: str
    config: dict


@dataclass
class Case:
    name: str
    layer: str
    shapes: list  # of the inputs, the batch first
    config: dict = field(default_factory=dict)  # the arguments that are not the defaults
    call: dict = field(default_factory=dict)  # further arguments of the call
    vocabulary: int = 0  # above 0: the inputs are indices below it
    limit: int = 1  # of the inputs' size
    trainable: bool = True
    lists: bool = False  # x and dx are lists, also of one
    spread: bool = False  # the first and the last input are separate arguments
    first: bool = False  # of its kind of layer: trained even if it has no weights


@dataclass
class Dense:
    """A network of Dense layers, to see penalties and constraints at work."""

    name: str
    layers: list  # of arguments
    frozen: tuple = ()
    shape: tuple = (3, 4)


def make(layer, config):
    inner = lambda x: make(x.layer, x.config) if isinstance(x, Shape) else x
    return getattr(keras.layers, layer)(**{key: inner(x) for key, x in config.items()})


def cases(layer, *rows, **common):
    """Rows of (name, shape of the input, arguments)."""
    return [Case(name, layer, [shape], config, **common) for name, shape, config in rows]


SEQUENCE, IMAGE = (3, 6, 2), (3, 5, 4, 2)
FILES = {}

# ---- Convolutions ---------------------------------------------------------

c = lambda **more: {"filters": 2, "kernel_size": 3} | more
FILES["conv1d"] = cases(
    "Conv1D",
    ("valid", SEQUENCE, c(filters=3)),
    ("same", SEQUENCE, c(padding="same")),
    ("same, even kernel", SEQUENCE, c(padding="same", kernel_size=2)),
    ("valid, stride 2", SEQUENCE, c(strides=2)),
    ("same, stride 2", SEQUENCE, c(padding="same", strides=2)),
    ("valid, dilation 2", SEQUENCE, c(dilation_rate=2)),
    ("same, dilation 2", SEQUENCE, c(padding="same", dilation_rate=2)),
    ("causal", SEQUENCE, c(padding="causal")),
    ("causal, stride 2", SEQUENCE, c(padding="causal", strides=2)),
    ("causal, dilation 2", SEQUENCE, c(padding="causal", dilation_rate=2)),
    ("no bias", SEQUENCE, c(use_bias=False)),
    ("relu", SEQUENCE, c(padding="same", activation="relu")),
)

c = lambda **more: {"filters": 2, "kernel_size": (3, 2)} | more
FILES["conv2d"] = cases(
    "Conv2D",
    ("valid", IMAGE, c(filters=3)),
    ("same", (3, 4, 3, 2), c(padding="same")),
    ("valid, stride 2", IMAGE, c(strides=(2, 2))),
    ("same, stride 2", IMAGE, c(padding="same", strides=(2, 2), kernel_size=(2, 3))),
    ("same, strides 2 and 3", (3, 4, 5, 2), c(padding="same", strides=(2, 3), kernel_size=(2, 3))),
    ("valid, dilation 2", (3, 6, 4, 2), c(dilation_rate=(2, 2))),
    ("same, dilation 2", (3, 4, 3, 2), c(padding="same", dilation_rate=(2, 2))),
    ("kernel 1 x 1", (3, 3, 3, 4), c(kernel_size=(1, 1), filters=3)),
    ("no bias", (3, 4, 3, 2), c(use_bias=False)),
    ("relu", (3, 4, 3, 2), c(padding="same", activation="relu")),
)

c = lambda **more: {"kernel_size": (3, 2)} | more
FILES["depthwise_conv2d"] = cases(
    "DepthwiseConv2D",
    ("valid", IMAGE, c()),
    ("valid, multiplier 2", (3, 4, 3, 2), c(depth_multiplier=2)),
    ("same, multiplier 2", (3, 4, 3, 2), c(padding="same", depth_multiplier=2)),
    ("same, stride 2", IMAGE, c(padding="same", strides=2, kernel_size=(2, 3))),
    ("valid, stride 2", IMAGE, c(strides=2, depth_multiplier=2)),
    ("same, dilation 2", (3, 4, 3, 2), c(padding="same", dilation_rate=2)),
    ("no bias", (3, 4, 3, 2), c(use_bias=False)),
    ("relu", (3, 4, 3, 2), c(activation="relu", depth_multiplier=2)),
    ("square, valid", (3, 4, 3, 2), c(kernel_size=2)),
    ("square, valid, stride 2, multiplier 2", IMAGE, c(kernel_size=2, strides=2, depth_multiplier=2)),
    ("square, same, multiplier 2", (3, 3, 4, 2), c(kernel_size=2, padding="same", depth_multiplier=2)),
    ("square, same, stride 2", IMAGE, c(kernel_size=3, padding="same", strides=2)),
    ("square, same, dilation 2", (3, 4, 3, 2), c(kernel_size=2, padding="same", dilation_rate=2)),
    ("square, no bias", (3, 4, 3, 2), c(kernel_size=3, use_bias=False)),
    ("square, relu", (3, 4, 3, 2), c(kernel_size=2, activation="relu", depth_multiplier=2)),
)

c = lambda **more: {"filters": 2, "kernel_size": (3, 2)} | more
FILES["separable_conv2d"] = cases(
    "SeparableConv2D",
    ("valid", IMAGE, c(filters=3)),
    ("same, multiplier 2", (3, 4, 3, 2), c(padding="same", depth_multiplier=2, filters=3)),
    ("same, stride 2", IMAGE, c(padding="same", strides=2, kernel_size=(2, 3))),
    ("valid, dilation 2", (3, 6, 4, 2), c(dilation_rate=2)),
    ("no bias", (3, 4, 3, 2), c(use_bias=False)),
    ("relu", (3, 4, 3, 2), c(activation="relu")),
    ("square, valid", (3, 4, 3, 2), c(kernel_size=2, filters=3)),
    ("square, same, multiplier 2", (3, 3, 4, 2), c(kernel_size=2, padding="same", depth_multiplier=2, filters=3)),
    ("square, same, stride 2", IMAGE, c(kernel_size=3, padding="same", strides=2)),
    ("square, valid, dilation 2", (3, 4, 5, 2), c(kernel_size=2, dilation_rate=2)),
    ("square, no bias", (3, 4, 3, 2), c(kernel_size=3, use_bias=False)),
    ("square, relu", (3, 4, 3, 2), c(kernel_size=2, activation="relu")),
)

SMALL, SMALLER = (3, 2, 3, 2), (3, 2, 2, 2)
c = lambda kernel, stride=1, **more: {"filters": 2, "kernel_size": kernel, "strides": stride} | more
FILES["conv2d_transpose"] = cases(
    "Conv2DTranspose",
    ("valid", SMALL, c((3, 2), filters=3)),
    ("same", SMALL, c((3, 2), filters=3, padding="same")),
    ("valid, stride 2", SMALLER, c((3, 2), (2, 2))),
    ("same, stride 2", SMALLER, c((3, 2), (2, 2), padding="same", filters=1)),
    ("same, stride 2, kernel 4", SMALLER, c((4, 4), (2, 2), padding="same", filters=1)),
    ("same, stride 2, kernel 5 x 3", SMALLER, c((5, 3), (2, 2), padding="same", filters=1)),
    ("valid, stride 3, kernel 2", SMALLER, c((2, 2), (3, 3), filters=1)),
    ("same, stride 3, kernel 2", SMALLER, c((2, 2), (3, 3), padding="same", filters=1)),
    ("same, stride 3, kernel 1", SMALLER, c((1, 1), (3, 3), padding="same", filters=1)),
    ("same, stride 3, kernel 4", SMALLER, c((4, 4), (3, 3), padding="same", filters=1)),
    ("valid, strides 1 and 3", SMALLER, c((3, 4), (1, 3), filters=1)),
    ("no bias", SMALLER, c((3, 2), (2, 2), use_bias=False, filters=1)),
    ("relu", SMALLER, c((3, 2), activation="relu", filters=3)),
    ("square, valid", SMALL, c(2, filters=3)),
    ("square, same", SMALL, c(3, filters=3, padding="same")),
    ("square, valid, stride 2", SMALL, c(3, 2, filters=1)),
    ("square, same, stride 2", SMALL, c(3, 2, filters=1, padding="same")),
    ("square, no bias", SMALLER, c(2, 2, use_bias=False, filters=1)),
    ("square, relu", SMALLER, c(2, activation="relu", filters=3)),
)

# ---- Pooling --------------------------------------------------------------

p = lambda pool, strides=None, padding="valid": {
    "pool_size": pool, "strides": strides, "padding": padding,
}  # fmt: skip
LONG = (3, 7, 2)
for kind in ["Max", "Average"]:
    FILES[f"{kind.lower()}_pooling1d"] = cases(
        f"{kind}Pooling1D",
        ("valid", LONG, p(2)),
        ("valid, stride 2", LONG, p(3, 2)),
        ("valid, stride 3", LONG, p(2, 3)),
        ("same", LONG, p(2, None, "same")),
        ("same, stride 1", LONG, p(2, 1, "same")),
        ("same, stride 2", LONG, p(3, 2, "same")),
        ("same, pool 4, stride 3", (3, 8, 2), p(4, 3, "same")),
    )
    FILES[f"{kind.lower()}_pooling2d"] = cases(
        f"{kind}Pooling2D",
        ("valid", IMAGE, p((2, 2))),
        ("valid, 3 x 2, strides 2 and 1", IMAGE, p((3, 2), (2, 1))),
        ("valid, stride 3", IMAGE, p((2, 2), (3, 3))),
        ("same", (3, 5, 3, 2), p((2, 2), None, "same")),
        ("same, 3 x 2, stride 2", (3, 6, 5, 2), p((3, 2), (2, 2), "same")),
        ("same, 3 x 2, stride 1", (3, 4, 3, 2), p((3, 2), (1, 1), "same")),
        ("same, 2 x 3, strides 3 and 2", (3, 5, 4, 2), p((2, 3), (3, 2), "same")),
    )

FILES["global_pooling"] = [
    Case(f"{kind} {rank}", f"Global{kind}Pooling{rank}", [shape])
    for kind in ["Max", "Average"]
    for rank, shape in [("1D", (3, 5, 2)), ("2D", (3, 4, 3, 2))]
]

# ---- Shapes ---------------------------------------------------------------

FILES["reshaping"] = (
    cases("Flatten", ("a sequence", (3, 4, 2), {}), ("an image", (3, 2, 3, 2), {}), ("flat", (3, 4), {}))
    + cases(
        "Reshape",
        ("a flat one into an image", (3, 12), {"target_shape": (2, 3, 2)}),
        ("an image into a sequence", (3, 2, 3, 2), {"target_shape": (4, 3)}),
        ("minus one", (3, 4, 3), {"target_shape": (-1, 2)}),
    )
    + cases(
        "ZeroPadding2D",
        ("one number", (3, 2, 3, 1), {"padding": 1}),
        ("two numbers", (3, 1, 2, 2), {"padding": (1, 2)}),
        ("four numbers", (3, 2, 2, 2), {"padding": ((1, 2), (0, 3))}),
    )
    + cases(
        "Cropping2D",
        ("two numbers cropped", (3, 5, 4, 1), {"cropping": (2, 1)}),
        ("four numbers cropped", (3, 5, 4, 2), {"cropping": ((1, 0), (0, 2))}),
    )
    + cases(
        "UpSampling2D",
        ("nearest", (3, 2, 2, 2), {"size": (2, 3)}),
        ("bilinear", (3, 2, 2, 2), {"size": (2, 2), "interpolation": "bilinear"}),
        ("bilinear 3 x 2", (3, 2, 3, 1), {"size": (3, 2), "interpolation": "bilinear"}),
    )
    + cases("ZeroPadding1D", ("before and after", (3, 3, 2), {"padding": (1, 2)}), ("both", (3, 3, 2), {"padding": 2}))
    + cases("Cropping1D", ("cropped unevenly", (3, 6, 2), {"cropping": (1, 2)}), ("cropped", (3, 6, 2), {"cropping": 1}))
    + cases("UpSampling1D", ("three times", (3, 3, 2), {"size": 3}))
    + cases("RepeatVector", ("repeated", (3, 4), {"n": 3}))
    + cases("Permute", ("permuted", (3, 2, 3, 2), {"dims": (3, 1, 2)}))
)

# ---- Normalization --------------------------------------------------------

RANKS = [("flat", (3, 4)), ("sequence", (3, 4, 3)), ("image", (3, 3, 2, 3))]
FILES["batch_normalization"] = (
    cases("BatchNormalization", *[(name, shape, {}) for name, shape in RANKS])
    + cases(
        "BatchNormalization",
        ("momentum and epsilon", (3, 4, 3), {"momentum": 0.7, "epsilon": 0.01}),
        ("no center", (3, 4, 3), {"center": False}),
        ("no scale", (3, 4, 3), {"scale": False}),
    )
    + cases("BatchNormalization", *[(f"frozen, {name}", shape, {}) for name, shape in RANKS], trainable=False)
)
FILES["layer_normalization"] = cases(
    "LayerNormalization",
    *[(name, shape, {}) for name, shape in RANKS],
    ("epsilon", (3, 4), {"epsilon": 0.1}),
    ("no center", (3, 4), {"center": False}),
    ("no scale", (3, 4), {"scale": False}),
)

# ---- Activations as layers ------------------------------------------------

FILES["activation"] = (
    cases(
        "Activation",
        *[
            (name, (3, 6), {"activation": name})
            for name in [
                "linear", "relu", "sigmoid", "tanh", "softmax", "log_softmax", "elu", "selu", "gelu",
                "softplus", "softsign", "silu", "mish", "exponential", "hard_sigmoid", "hard_silu",
                "relu6", "leaky_relu", "log_sigmoid",
            ]
        ],
        ("softmax of a sequence", (3, 2, 4), {"activation": "softmax"}),
        ("tanh of an image", (3, 2, 2, 2), {"activation": "tanh"}),
        limit=4,
    )  # fmt: skip
    + cases("ReLU", ("ReLU", (3, 6), {}), ("ReLU cut", (3, 6), {"max_value": 1.0, "negative_slope": 0.125, "threshold": 0.5}))
    + cases("LeakyReLU", ("LeakyReLU", (3, 6), {}), ("LeakyReLU 0.125", (3, 6), {"negative_slope": 0.125}))
    + cases("ELU", ("ELU", (3, 6), {}), ("ELU 0.5", (3, 6), {"alpha": 0.5}))
    + cases("Softmax", ("Softmax", (3, 6), {}))
    + cases(
        "PReLU",
        ("PReLU", (3, 6), {}),
        ("PReLU of an image", (3, 2, 3, 2), {}),
        ("PReLU shared", (3, 2, 3, 2), {"shared_axes": [1, 2]}),
    )
)

# ---- Sequences ------------------------------------------------------------

FILES["embedding"] = cases(
    "Embedding",
    ("a sequence of words", (3, 5), {"input_dim": 6, "output_dim": 3}),
    ("one word", (3, 1), {"input_dim": 6, "output_dim": 2}),
    vocabulary=6,
)

STEPS = (3, 4, 2)
VARIANTS = [
    ("last state", {}),
    ("sequences", {"return_sequences": True}),
    ("no bias", {"use_bias": False}),
    ("backwards", {"go_backwards": True}),
    ("backwards, sequences", {"go_backwards": True, "return_sequences": True}),
]
recurrent = lambda layer, prefix="", **config: cases(
    layer, *[(prefix + name, STEPS, {"units": 3} | config | more) for name, more in VARIANTS]
)
FILES["simple_rnn"] = recurrent("SimpleRNN")
FILES["lstm"] = recurrent("LSTM")
FILES["gru"] = recurrent("GRU", "reset after, ", reset_after=True) + recurrent(
    "GRU", "reset before, ", reset_after=False
)
FILES["simple_rnn"] += cases("SimpleRNN", ("linear", STEPS, {"units": 3, "activation": "linear"}))


def both_ways(name, merge_mode, layer, **config):
    inner = Shape(layer, {"units": 2} | config)
    return Case(name, "Bidirectional", [STEPS], {"layer": inner, "merge_mode": merge_mode})


FILES["bidirectional"] = [
    both_ways("SimpleRNN, concat", "concat", "SimpleRNN"),
    both_ways("SimpleRNN, concat, sequences", "concat", "SimpleRNN", return_sequences=True),
    both_ways("SimpleRNN, sum, sequences", "sum", "SimpleRNN", return_sequences=True),
    both_ways("SimpleRNN, ave, sequences", "ave", "SimpleRNN", return_sequences=True),
    both_ways("SimpleRNN, mul, sequences", "mul", "SimpleRNN", return_sequences=True),
    both_ways("LSTM, concat", "concat", "LSTM"),
    both_ways("LSTM, concat, sequences", "concat", "LSTM", return_sequences=True),
    both_ways("GRU, concat", "concat", "GRU"),
    both_ways("GRU, concat, sequences", "concat", "GRU", return_sequences=True),
    both_ways("GRU, ave", "ave", "GRU"),
    both_ways("GRU, reset before, no bias, concat", "concat", "GRU", reset_after=False, use_bias=False),
]

inner = lambda layer, **config: {"layer": Shape(layer, config)}
FILES["time_distributed"] = cases(
    "TimeDistributed",
    ("Dense", (3, 4, 3), inner("Dense", units=2)),
    ("Dense, relu", (3, 4, 3), inner("Dense", units=2, activation="relu")),
    ("Conv1D", (3, 2, 5, 2), inner("Conv1D", filters=3, kernel_size=3)),
    ("Conv2D", (3, 2, 4, 3, 2), inner("Conv2D", filters=2, kernel_size=(3, 2))),
    ("Flatten", (3, 2, 3, 2), inner("Flatten")),
)

# ---- Attention ------------------------------------------------------------


def attention(name, shapes, causal=False, **config):
    config = {"num_heads": 2, "key_dim": 2} | config
    call = {"use_causal_mask": True} if causal else {}
    return Case(name, "MultiHeadAttention", shapes, config, call, lists=True, spread=True)


SELF = [(3, 4, 3)]
FILES["multi_head_attention"] = [
    attention("one head", SELF, num_heads=1),
    attention("one head, causal", SELF, causal=True, num_heads=1),
    attention("two heads", SELF),
    attention("two heads, causal", SELF, causal=True),
    attention("value_dim", SELF, value_dim=3),
    attention("no bias", SELF, use_bias=False),
    attention("other steps", [(3, 4, 3), (3, 3, 3)]),
    attention("other steps and features", [(3, 2, 3), (3, 5, 2)]),
    attention("other steps, causal", [(3, 4, 3), (3, 3, 3)], causal=True),
]

# ---- Several inputs -------------------------------------------------------

FLAT, STRETCH = (3, 4), (3, 2, 3)
merge = lambda name, layer, shapes, **config: Case(name, layer, shapes, config, lists=True)
FILES["merging"] = [
    merge(f"{layer} of {count}", layer, [FLAT] * count)
    for layer in ["Add", "Multiply", "Average", "Maximum", "Minimum"]
    for count in [2, 3]
] + [
    merge("Subtract", "Subtract", [FLAT] * 2),
    merge("Add sequences", "Add", [STRETCH] * 2),
    merge("Multiply images", "Multiply", [(3, 2, 2, 2)] * 2),
    merge("Concatenate flat", "Concatenate", [(3, 4), (3, 2), (3, 3)]),
    merge("Concatenate features", "Concatenate", [(3, 2, 3), (3, 2, 1)], axis=-1),
    merge("Concatenate steps", "Concatenate", [(3, 2, 3), (3, 4, 3)], axis=1),
    merge("Concatenate channels", "Concatenate", [(3, 2, 2, 2), (3, 2, 2, 1)], axis=-1),
    merge("Concatenate rows", "Concatenate", [(3, 2, 2, 2), (3, 1, 2, 2)], axis=1),
    merge("Dot", "Dot", [FLAT] * 2, axes=1),
    merge("Dot, normalized", "Dot", [FLAT] * 2, axes=1, normalize=True),
]

# ---- Penalties, constraints, frozen layers --------------------------------

LAST = {"units": 2, "activation": "linear"}
one = lambda name, shape=(3, 4), **config: Dense(name, [config, LAST], shape=shape)
FILES["regularizers"] = [
    one("none"),
    one("kernel L1", kernel_regularizer=L1(0.03)),
    one("kernel L2", kernel_regularizer=L2(0.03)),
    one("kernel L1L2", kernel_regularizer=L1L2(0.02, 0.03)),
    one("bias L2", bias_regularizer=L2(0.1)),
    # Where the absolute value has no derivative: sign(0) is 0.
    one("kernel L1, a weight of 0", kernel_regularizer=L1(0.03)),
    one("activity L2", activity_regularizer=L2(0.1)),
    one("activity L2 on a sequence", (3, 2, 4), activity_regularizer=L2(0.1)),
    one("activity L2 on relu", activation="relu", activity_regularizer=L2(0.1)),
    Dense("activity L2 on the head", [{}, LAST | {"activity_regularizer": L2(0.1)}]),
    one("all", kernel_regularizer=L1L2(0.02, 0.03), bias_regularizer=L2(0.1), activity_regularizer=L2(0.1)),
    one("MaxNorm", kernel_constraint=MaxNorm(0.8), bias_constraint=MaxNorm(0.3)),
    one("MaxNorm, default", kernel_constraint=MaxNorm()),
    one("NonNeg", kernel_constraint=NonNeg(), bias_constraint=NonNeg()),
    one("kernel L2 and MaxNorm", kernel_regularizer=L2(0.03), kernel_constraint=MaxNorm(0.8)),
    Dense("frozen", [{}, {}, LAST], frozen=(1,)),
    Dense(
        "frozen, with a penalty and a constraint",
        [{}, {"kernel_regularizer": L2(0.1), "activity_regularizer": L2(0.1), "kernel_constraint": NonNeg()}, LAST],
        frozen=(1,),
    ),
    Dense("frozen first", [{}, LAST], frozen=(0,)),
]

FILES["graph"] = [Dense("two inputs, a shared layer, two outputs", [])]

for rows in FILES.values():
    for case in rows:
        if isinstance(case, Case):
            case.first = case.layer not in {x.layer for x in rows[: rows.index(case)]}
