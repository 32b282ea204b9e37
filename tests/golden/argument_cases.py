"""More cases of layers.py: arguments of Keras's layers that the files of layers/ do not have.

They stand in files of their own, arguments/<kind>.json, so that those keep their bytes.
"""

from keras.constraints import MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from keras.initializers import Constant
from keras.regularizers import L1, L1L2, L2, OrthogonalRegularizer

from layer_cases import IMAGE, Case, cases, merge, one

ARGUMENTS = {}

# ---- Convolutions ---------------------------------------------------------

c = lambda groups=1, **more: {"filters": 4, "kernel_size": 3, "groups": groups} | more
TWO, THREE = (3, 5, 4), (3, 5, 6)
ARGUMENTS["conv1d_groups"] = cases(
    "Conv1D",
    ("groups 2", TWO, c(2)),
    ("groups 2, no bias", TWO, c(2, use_bias=False)),
    ("groups 2, same, stride 2", TWO, c(2, padding="same", strides=2)),
    ("groups 2, causal, dilation 2", TWO, c(2, padding="causal", dilation_rate=2, filters=2)),
    ("groups 2, two filters", TWO, c(2, filters=2, kernel_size=2)),
    ("groups 3", THREE, c(3, filters=3)),
    ("groups 3, no bias, same, dilation 2", THREE, c(3, filters=3, padding="same", dilation_rate=2, use_bias=False)),
    ("groups 3, stride 2", THREE, c(3, filters=6, kernel_size=2, strides=2)),
    ("groups 3, relu", (3, 4, 3), c(3, filters=6, kernel_size=2, activation="relu")),
)

c = lambda groups=1, **more: {"filters": 4, "kernel_size": (3, 2), "groups": groups} | more
TWO, THREE = (3, 4, 3, 4), (3, 4, 3, 3)
ARGUMENTS["conv2d_groups"] = cases(
    "Conv2D",
    ("groups 2", TWO, c(2)),
    ("groups 2, no bias", TWO, c(2, use_bias=False, kernel_size=2)),
    ("groups 2, same, strides 2 and 1", TWO, c(2, padding="same", strides=(2, 1), filters=2)),
    ("groups 2, same, dilation 1 and 2", TWO, c(2, padding="same", dilation_rate=(1, 2), filters=2)),
    ("groups 2, stride 2", (3, 5, 3, 2), c(2, strides=2, kernel_size=2)),
    ("groups 3", (3, 3, 3, 6), c(3, filters=3, kernel_size=2)),
    ("groups 3, no bias, same", THREE, c(3, filters=3, padding="same", use_bias=False)),
    ("groups 3, relu", THREE, c(3, filters=6, kernel_size=(2, 1), activation="relu")),
    ("groups as channels", THREE, c(3, filters=3, kernel_size=2)),
)
ARGUMENTS["conv2d_rectangles"] = cases(
    "Conv2D",
    ("valid, strides 2 and 1", IMAGE, c(strides=(2, 1), filters=2)),
    ("same, strides 2 and 1", IMAGE, c(strides=(2, 1), padding="same", filters=2)),
    ("same, strides 1 and 2", (3, 4, 5, 2), c(strides=(1, 2), padding="same", filters=2)),
    ("valid, strides 1 and 3, kernel 1 x 2", (3, 3, 5, 2), c(strides=(1, 3), kernel_size=(1, 2), filters=2)),
    ("valid, dilation 1 and 2", (3, 4, 5, 2), c(dilation_rate=(1, 2), filters=2)),
    ("same, dilation 1 and 2", (3, 4, 3, 2), c(dilation_rate=(1, 2), padding="same", filters=2)),
    ("same, dilation 2 and 1", (3, 5, 3, 2), c(dilation_rate=(2, 1), padding="same", filters=2)),
    ("same, kernel 1 x 4", (3, 3, 5, 2), c(kernel_size=(1, 4), padding="same", filters=2)),
    ("same, kernel 4 x 1", (3, 5, 3, 2), c(kernel_size=(4, 1), padding="same", filters=2)),
)

c = lambda kernel, stride=1, **more: {"filters": 1, "kernel_size": kernel, "strides": stride} | more
SMALLER, SMALL = (3, 2, 2, 2), (3, 3, 2, 2)
both = [(name, {"padding": name}) for name in ["valid", "same"]]
ARGUMENTS["conv2d_transpose_output_padding"] = cases(
    "Conv2DTranspose",
    *[
        (f"{name}, {rest}", SMALLER, arguments | more)
        for name, more in both
        for rest, arguments in [
            ("kernel 3, stride 2, output padding 0", c(3, 2, output_padding=0)),
            ("kernel 3, stride 2, output padding 1", c(3, 2, output_padding=1)),
            ("kernel 2, stride 2, output padding 1", c(2, 2, output_padding=1)),
            ("kernel 2, stride 3, output padding 0", c(2, 3, output_padding=0)),
            ("kernel 2, stride 3, output padding 2", c(2, 3, output_padding=2)),
            ("kernel 3 x 4, strides 3 and 2, output padding 2 and 0", c((3, 4), (3, 2), output_padding=(2, 0))),
            ("kernel 4 x 1, strides 2 and 3, output padding 1 and 2", c((4, 1), (2, 3), output_padding=(1, 2))),
            ("kernel 3 x 2, strides 1 and 2, output padding 0 and 1", c((3, 2), (1, 2), output_padding=(0, 1))),
        ]
    ],
    ("no bias, two filters", SMALL, c(3, 2, output_padding=1, use_bias=False, filters=2)),
    ("relu", SMALL, c(2, 2, output_padding=1, activation="relu", filters=2)),
)
ARGUMENTS["conv2d_transpose_dilation"] = cases(
    "Conv2DTranspose",
    *[
        (f"{name}, {rest}", SMALLER, arguments | more)
        for name, more in both
        for rest, arguments in [
            ("dilation 2, kernel 2", c(2, dilation_rate=2)),
            ("dilation 2, kernel 3 x 2", c((3, 2), dilation_rate=2)),
            ("dilation 1 and 2", c((3, 2), dilation_rate=(1, 2), filters=2)),
            ("dilation 3 and 1", c((2, 3), dilation_rate=(3, 1))),
            ("dilation 2, output padding 0", c((3, 2), dilation_rate=2, output_padding=0)),
        ]
    ],
)
ARGUMENTS["conv2d_transpose_rectangles"] = cases(
    "Conv2DTranspose",
    *[
        (f"{name}, {rest}", SMALLER, arguments | more)
        for name, more in both
        for rest, arguments in [
            ("kernel 3 x 2, strides 2 and 1", c((3, 2), (2, 1))),
            ("kernel 2 x 3, strides 1 and 2", c((2, 3), (1, 2))),
            ("kernel 1 x 4, strides 2 and 3", c((1, 4), (2, 3))),
            ("kernel 5 x 2, strides 2 and 3", c((5, 2), (2, 3))),
        ]
    ],
)

c = lambda kernel, stride=1, **more: {"kernel_size": kernel, "strides": stride} | more
IMAGE_5, IMAGE_4 = (3, 5, 4, 2), (3, 4, 3, 2)
ARGUMENTS["depthwise_conv2d_rectangles"] = cases(
    "DepthwiseConv2D",
    ("valid, kernel 2 x 3", IMAGE_4, c((2, 3))),
    ("same, kernel 1 x 4, multiplier 2", IMAGE_4, c((1, 4), padding="same", depth_multiplier=2)),
    ("same, kernel 4 x 1", IMAGE_4, c((4, 1), padding="same")),
    ("valid, kernel 3 x 2, stride 2", IMAGE_5, c((3, 2), 2)),
    ("same, kernel 3 x 2, stride 2, multiplier 2", IMAGE_5, c((3, 2), 2, padding="same", depth_multiplier=2)),
    ("same, kernel 2 x 3, stride 3", IMAGE_5, c((2, 3), 3, padding="same")),
    # TensorFlow wants equal strides of these two layers; Keras itself and its other backends do not.
    ("valid, strides 2 and 1", IMAGE_5, c((3, 2), (2, 1))),
    ("same, strides 1 and 2, multiplier 2", IMAGE_4, c((2, 3), (1, 2), padding="same", depth_multiplier=2)),
    ("valid, dilation 2, multiplier 2", (3, 5, 3, 2), c((3, 2), dilation_rate=2, depth_multiplier=2)),
    ("valid, dilation 1 and 2", (3, 4, 3, 2), c((3, 2), dilation_rate=(1, 2))),
    ("same, dilation 1 and 2, multiplier 2", (3, 4, 3, 2), c((3, 2), dilation_rate=(1, 2), padding="same", depth_multiplier=2)),
    ("same, dilation 2 and 1", (3, 4, 3, 2), c((2, 3), dilation_rate=(2, 1), padding="same")),
    ("no bias, multiplier 2", IMAGE_4, c((3, 2), use_bias=False, depth_multiplier=2)),
    ("one channel", (3, 4, 3, 1), c((3, 2), depth_multiplier=3)),
)
c = lambda kernel, stride=1, **more: {"filters": 2, "kernel_size": kernel, "strides": stride} | more
ARGUMENTS["separable_conv2d_rectangles"] = cases(
    "SeparableConv2D",
    ("valid, kernel 2 x 3", IMAGE_4, c((2, 3), filters=3)),
    ("same, kernel 1 x 4, multiplier 2", IMAGE_4, c((1, 4), padding="same", depth_multiplier=2)),
    ("same, kernel 4 x 1, no bias", IMAGE_4, c((4, 1), padding="same", use_bias=False)),
    ("valid, kernel 3 x 2, stride 2, multiplier 2", IMAGE_5, c((3, 2), 2, depth_multiplier=2)),
    ("same, kernel 3 x 2, stride 2, no bias", IMAGE_5, c((3, 2), 2, padding="same", use_bias=False)),
    ("same, kernel 2 x 3, stride 3", IMAGE_5, c((2, 3), 3, padding="same")),
    ("same, strides 2 and 1", IMAGE_5, c((3, 2), (2, 1), padding="same")),
    ("valid, dilation 1 and 2", IMAGE_4, c((3, 2), dilation_rate=(1, 2))),
    ("same, dilation 1 and 2, multiplier 2", IMAGE_4, c((3, 2), dilation_rate=(1, 2), padding="same", depth_multiplier=2)),
    ("same, dilation 2 and 1, no bias", IMAGE_4, c((2, 3), dilation_rate=(2, 1), padding="same", use_bias=False)),
    ("same, dilation 2", IMAGE_4, c((3, 2), dilation_rate=2, padding="same")),
)

# ---- Normalization --------------------------------------------------------

FLAT, SEQUENCE, IMAGE_3 = (3, 4), (3, 4, 3), (3, 3, 2, 3)
OFF = [
    ("no center", {"center": False}), ("no scale", {"scale": False}),
    ("no center, no scale", {"center": False, "scale": False}),
]  # fmt: skip
off = lambda *shapes, **config: [
    (f"{name}, {where}", shape, more | config) for where, shape in shapes for name, more in OFF
]
RANKS = [("flat", FLAT), ("sequence", SEQUENCE), ("image", IMAGE_3)]
# The initial values, the penalties and the constraints of beta and gamma.
START = {"beta_initializer": Constant(0.25), "gamma_initializer": Constant(1.5)}
RULES = [
    ("initializers", START),
    ("beta's initializer", {"beta_initializer": "ones"}),
    ("beta L1", {"beta_regularizer": L1(0.03)}),
    ("gamma L2", {"gamma_regularizer": L2(0.03)}),
    ("both L1L2", {"beta_regularizer": L1L2(0.02, 0.03), "gamma_regularizer": L1L2(0.01, 0.04)}),
    ("constraints", {"beta_constraint": MaxNorm(0.5), "gamma_constraint": NonNeg()}),
    ("UnitNorm, MinMaxNorm", {"beta_constraint": UnitNorm(), "gamma_constraint": MinMaxNorm(0.5, 1.0, 0.5)}),
    ("penalty and constraint", {"gamma_regularizer": L2(0.03), "gamma_constraint": MaxNorm(1.5)}),
]
for file, layer in [("batch_normalization", "BatchNormalization"), ("layer_normalization", "LayerNormalization")]:
    ARGUMENTS[f"{file}_rules"] = cases(layer, *[(name, FLAT, config) for name, config in RULES])

ARGUMENTS["batch_normalization_arguments"] = cases(
    "BatchNormalization",
    *off(*RANKS),
    ("axis 1, sequence", SEQUENCE, {"axis": 1}),
    ("axis 1, image", IMAGE_3, {"axis": 1}),
    ("axis 2, image", IMAGE_3, {"axis": 2}),
    ("axis 1, image, no center, no scale", IMAGE_3, {"axis": 1, "center": False, "scale": False}),
    ("momentum 0.5, epsilon 0.1, no scale", FLAT, {"momentum": 0.5, "epsilon": 0.1, "scale": False}),
) + cases(
    "BatchNormalization",
    ("frozen, no center", FLAT, {"center": False}),
    ("frozen, no scale", FLAT, {"scale": False}),
    ("frozen, axis 1", SEQUENCE, {"axis": 1}),
    trainable=False,
)
ARGUMENTS["layer_normalization_arguments"] = cases(
    "LayerNormalization",
    *off(*RANKS),
    ("axis -2, sequence", SEQUENCE, {"axis": -2}),
    ("axis 1 and 2, sequence", SEQUENCE, {"axis": [1, 2]}),
    ("axis 1, image", IMAGE_3, {"axis": 1}),
    ("axis -2, image", (3, 2, 4, 3), {"axis": -2}),
    ("axis 1 and 2, image", IMAGE_3, {"axis": [1, 2]}),
    ("axis 2 and 3, image", IMAGE_3, {"axis": [2, 3]}),
    ("axis 1, 2 and 3, image", IMAGE_3, {"axis": [1, 2, 3]}),
    ("axis 1 and 2, sequence, no center", SEQUENCE, {"axis": [1, 2], "center": False}),
    ("axis 1 and 2, sequence, no scale", SEQUENCE, {"axis": [1, 2], "scale": False}),
    ("axis -2, sequence, epsilon 0.1", SEQUENCE, {"axis": -2, "epsilon": 0.1}),
)
ARGUMENTS["rms_normalization"] = cases(
    "RMSNormalization",
    *[(name, shape, {}) for name, shape in RANKS],
    ("epsilon 0.1", FLAT, {"epsilon": 0.1}),
    # Of other axes than the last, Keras multiplies the scale along the last all the same, or fails.
    ("axis 1 and 2, sequence", SEQUENCE, {"axis": [1, 2]}),
    ("axis 2 and 3, image", IMAGE_3, {"axis": [2, 3]}),
    ("axis 1, 2 and 3, image", IMAGE_3, {"axis": [1, 2, 3]}),
)
GROUPED = [("flat", (3, 4)), ("sequence", (3, 3, 4)), ("image", (3, 3, 2, 4))]
ARGUMENTS["group_normalization"] = (
    cases(
        "GroupNormalization",
        *[
            (f"groups {groups}, {name}", shape, {"groups": groups})
            for name, shape in GROUPED
            for groups in [1, 2]
        ],
        *[
            (f"groups {groups}, {name}", shape, {"groups": groups})
            for name, shape in GROUPED[1:]
            for groups in [4, -1]
        ],
        *off(*GROUPED[1:], groups=2),
        ("groups -1, image, no center, no scale", (3, 3, 2, 3), {"groups": -1, "center": False, "scale": False}),
        ("groups 3, image", (3, 2, 3, 6), {"groups": 3}),
        ("groups 2, sequence, epsilon 0.1", (3, 3, 4), {"groups": 2, "epsilon": 0.1}),
        ("groups 2, sequence, penalties", (3, 3, 4), {"groups": 2, "beta_regularizer": L1(0.03), "gamma_regularizer": L2(0.03)}),
        ("groups 2, sequence, constraints", (3, 3, 4), {"groups": 2, "beta_constraint": MaxNorm(0.5), "gamma_constraint": NonNeg()}),
        ("groups 2, sequence, initializers", (3, 3, 4), {"groups": 2} | START),
    )
)  # fmt: skip
ARGUMENTS["unit_normalization"] = cases(
    "UnitNormalization",
    *[(f"axis -1, {name}", shape, {}) for name, shape in RANKS],
    ("axis 1, sequence", SEQUENCE, {"axis": 1}),
    ("axis 1, image", IMAGE_3, {"axis": 1}),
    ("axis 1 and 2, image", IMAGE_3, {"axis": [1, 2]}),
)

# ---- Activations as layers ------------------------------------------------

SIX = (3, 6)
# No input lies at a kink: those have two decimals, these limits three.
ARGUMENTS["activation_layers"] = (
    cases(
        "ReLU",
        ("ReLU, max_value", SIX, {"max_value": 1.505}),
        ("ReLU, negative_slope", SIX, {"negative_slope": 0.1}),
        ("ReLU, threshold", SIX, {"threshold": 0.755}),
        ("ReLU, max_value and negative_slope", SIX, {"max_value": 1.505, "negative_slope": 0.1}),
        ("ReLU, max_value and threshold", SIX, {"max_value": 1.505, "threshold": 0.755}),
        ("ReLU, negative_slope and threshold", SIX, {"negative_slope": 0.1, "threshold": 0.755}),
        ("ReLU, all", SIX, {"max_value": 1.505, "negative_slope": 0.1, "threshold": 0.755}),
        ("ReLU, max_value 6, a sequence", (3, 2, 4), {"max_value": 6.0}),
        limit=8,
    )
    + cases(
        "LeakyReLU",
        ("LeakyReLU, default 0.3", SIX, {}),
        ("LeakyReLU 0.1", SIX, {"negative_slope": 0.1}),
        ("LeakyReLU 0, an image", (3, 2, 3, 2), {"negative_slope": 0.0}),
        limit=4,
    )
    + cases("ELU", ("ELU 0.5", SIX, {"alpha": 0.5}), ("ELU 2, a sequence", (3, 2, 3), {"alpha": 2.0}), limit=4)
    + cases(
        "PReLU",
        ("PReLU", SIX, {}),
        ("PReLU, a sequence", (3, 2, 3), {}),
        ("PReLU, steps shared", (3, 2, 3), {"shared_axes": [1]}),
        ("PReLU, channels shared", (3, 2, 3), {"shared_axes": [2]}),
        ("PReLU, an image", (3, 2, 3, 2), {}),
        ("PReLU, pixels shared", (3, 2, 3, 2), {"shared_axes": [1, 2]}),
        ("PReLU, all shared", (3, 2, 3, 2), {"shared_axes": [1, 2, 3]}),
        ("PReLU, alpha's initializer", SIX, {"alpha_initializer": Constant(0.25)}),
        ("PReLU, alpha L2", SIX, {"alpha_regularizer": L2(0.1)}),
        ("PReLU, alpha NonNeg", SIX, {"alpha_constraint": NonNeg()}),
        limit=4,
    )
    + cases(
        "Softmax",
        ("Softmax, axis 1, a sequence", (3, 4, 3), {"axis": 1}),
        ("Softmax, axis 1, an image", (3, 3, 2, 3), {"axis": 1}),
        ("Softmax, axis 1 and 2, an image", (3, 3, 2, 3), {"axis": [1, 2]}),
        ("Softmax, axis -1, an image", (3, 3, 2, 3), {}),
        limit=4,
    )
)

# ---- Several inputs -------------------------------------------------------

BROADCAST = [
    ("a step", [(3, 1, 4), (3, 5, 4)]),
    ("a feature", [(3, 5, 1), (3, 5, 4)]),
    ("each other", [(3, 1, 4), (3, 5, 1)]),
    ("the second, image", [(3, 2, 3, 2), (3, 1, 1, 2)]),
    ("a flat one", [(3, 4), (3, 2, 4)]),
]
ARGUMENTS["merging_broadcast"] = [
    merge(f"{layer}, {name}", layer, shapes)
    for layer in ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]
    for name, shapes in BROADCAST
] + [
    merge(f"{layer}, three", layer, [(3, 1, 4), (3, 2, 4), (3, 2, 1)])
    for layer in ["Add", "Multiply", "Average", "Maximum", "Minimum"]
]
ARGUMENTS["concatenate"] = [
    merge("flat, axis 1", "Concatenate", [(3, 4), (3, 2)], axis=1),
    merge("sequences, axis 1", "Concatenate", [(3, 2, 3), (3, 1, 3), (3, 4, 3)], axis=1),
    merge("sequences, axis 2", "Concatenate", [(3, 2, 3), (3, 2, 1)], axis=2),
    merge("sequences, axis -1", "Concatenate", [(3, 2, 1), (3, 2, 3)], axis=-1),
    merge("sequences, axis -2", "Concatenate", [(3, 2, 3), (3, 1, 3)], axis=-2),
    merge("images, axis 1", "Concatenate", [(3, 2, 3, 2), (3, 1, 3, 2)], axis=1),
    merge("images, axis 2", "Concatenate", [(3, 2, 3, 2), (3, 2, 1, 2)], axis=2),
    merge("images, axis 3", "Concatenate", [(3, 2, 2, 3), (3, 2, 2, 1)], axis=3),
    merge("images, axis -1", "Concatenate", [(3, 2, 2, 1), (3, 2, 2, 3)], axis=-1),
]
ARGUMENTS["dot"] = [
    merge(name + more, "Dot", shapes, axes=axes, **config)
    for more, config in [("", {}), (", normalized", {"normalize": True})]
    for name, shapes, axes in [
        ("flat, axes 1", [(3, 4), (3, 4)], 1),
        ("flat, axes -1", [(3, 4), (3, 4)], -1),
        ("sequences, axes 1", [(3, 4, 2), (3, 4, 3)], 1),
        ("sequences, axes 2", [(3, 2, 4), (3, 3, 4)], 2),
        ("sequences, axes 1 and 2", [(3, 4, 2), (3, 3, 4)], (1, 2)),
        ("sequences, axes 2 and 1", [(3, 2, 4), (3, 4, 3)], (2, 1)),
        ("a sequence and flat, axes 2 and 1", [(3, 2, 4), (3, 4)], (2, 1)),
        ("flat and a sequence, axes 1 and 2", [(3, 4), (3, 2, 4)], (1, 2)),
    ]
]

# ---- Shapes ---------------------------------------------------------------

ARGUMENTS["reshaping"] = (
    cases(
        "Reshape",
        ("flat, -1 behind", (3, 12), {"target_shape": (3, -1)}),
        ("flat, -1 between", (3, 12), {"target_shape": (2, -1, 3)}),
        ("flat, -1 before", (3, 12), {"target_shape": (-1, 2, 3)}),
        ("an image, -1 alone", (3, 2, 3, 2), {"target_shape": (-1,)}),
        ("an image, -1 and channels", (3, 2, 3, 2), {"target_shape": (-1, 4)}),
        ("-1 that is 1", (3, 6), {"target_shape": (6, -1)}),
    )
    + cases(
        "Permute",
        ("rank 1", (3, 4), {"dims": (1,)}),
        ("rank 2", (3, 4, 3), {"dims": (2, 1)}),
        ("rank 2, itself", (3, 2, 3), {"dims": (1, 2)}),
        *[
            (f"rank 3, {' '.join(map(str, dims))}", (3, 2, 3, 4), {"dims": dims})
            for dims in [(1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)]
        ],
        ("rank 4, 4 1 3 2", (3, 2, 3, 1, 2), {"dims": (4, 1, 3, 2)}),
        ("rank 4, 2 3 4 1", (3, 2, 1, 3, 2), {"dims": (2, 3, 4, 1)}),
    )
)

# ---- Penalties and constraints of Dense -----------------------------------

ARGUMENTS["rules"] = [
    one("Orthogonal, rows", kernel_regularizer=OrthogonalRegularizer(0.1)),
    one("Orthogonal, columns", kernel_regularizer=OrthogonalRegularizer(0.1, "columns")),
    one("UnitNorm", kernel_constraint=UnitNorm(), bias_constraint=UnitNorm()),
    one("UnitNorm, axis 1", kernel_constraint=UnitNorm(axis=1)),
    one("MinMaxNorm", kernel_constraint=MinMaxNorm(0.4, 0.8)),
    one("MinMaxNorm, rate 0.5, axis 1", kernel_constraint=MinMaxNorm(0.6, 0.7, 0.5, 1)),
    one("MaxNorm, axis 1", kernel_constraint=MaxNorm(0.6, axis=1)),
    one("MaxNorm, both axes", kernel_constraint=MaxNorm(1.0, axis=[0, 1])),
    one("Orthogonal and UnitNorm", kernel_regularizer=OrthogonalRegularizer(0.1), kernel_constraint=UnitNorm()),
]

for rows in ARGUMENTS.values():
    assert len({case.name for case in rows}) == len(rows)
    for case in rows if isinstance(rows[0], Case) else []:
        case.first = case.layer not in {x.layer for x in rows[: rows.index(case)]}
