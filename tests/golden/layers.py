"""Writes what Keras 3 computes for each kind of layer: layers/<layer>.json and arguments/<kind>.json.

    python tests/golden/layers.py                    writes the files, see README.md
    python tests/golden/layers.py arguments/dot      writes one, or with `arguments` those of a folder
    python tests/golden/layers.py --check            compares them with the same in float64

The cases stand in layer_cases.py and argument_cases.py; here is what is done with each.
"""

import re
import sys

import generate  # sets the backend, so it must come before keras
import keras
import numpy as np
import torch
from generate import HERE, number, one_hot

from argument_cases import ARGUMENTS
from layer_cases import FILES as LAYERS
from layer_cases import Shape, make

FILES = {f"layers/{file}": rows for file, rows in LAYERS.items()}
FILES |= {f"arguments/{file}": rows for file, rows in ARGUMENTS.items()}

FLOAT = "float32"  # --check sets "float64"


# ---- Writing JSON ---------------------------------------------------------


def tensor(values):
    """As in generate.py, but in whichever float is computed with."""
    if isinstance(values, (torch.Tensor, keras.Variable)):
        values = keras.ops.convert_to_numpy(values)
    values = np.array(values)  # a copy: training changes weights in place
    if FLOAT == "float64":
        values = values.astype(FLOAT)  # some of Keras's functions return f32 all the same
    assert values.dtype == FLOAT, values.dtype
    return {"shape": list(values.shape), "data": values}


def to_json(value, indent=0):
    """As in generate.py, but a tensor is one dense line: these files hold many small ones."""
    pad, end = " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, np.ndarray):
        return "[" + ",".join(number(x) for x in value.reshape(-1)) + "]"
    if isinstance(value, dict):
        if not any(isinstance(x, (dict, list)) for x in value.values()) or "data" in value:
            return "{" + ", ".join(f'"{k}": {to_json(x)}' for k, x in value.items()) + "}"
        fields = [f'{pad}"{key}": {to_json(x, indent + 1)}' for key, x in value.items()]
        return "{\n" + ",\n".join(fields) + end + "}"
    if isinstance(value, (list, tuple)) and any(isinstance(x, (dict, list)) for x in value):
        return "[\n" + ",\n".join(pad + to_json(x, indent + 1) for x in value) + end + "]"
    return generate.to_json(value, indent)


# ---- Random numbers -------------------------------------------------------


def two_decimals(rng, shape, low=-1.0, high=1.0):
    # By way of f32, so that --check starts from the same numbers.
    return (np.round(rng.uniform(low, high, shape), 2) + 0.0).astype("float32").astype(FLOAT)


def inputs_of(rng, shapes, vocabulary=0, limit=1):
    """One tensor per shape, of two decimals; no number comes twice, so no maximum is a tie."""
    if vocabulary:
        return [rng.integers(0, vocabulary, shape).astype(FLOAT) for shape in shapes]
    sizes = [int(np.prod(shape)) for shape in shapes]
    grid = np.setdiff1d(np.arange(-100 * limit, 100 * limit + 1), [0])
    values = (rng.choice(grid, sum(sizes), replace=False) / 100).astype("float32").astype(FLOAT)
    parts = np.split(values, np.cumsum(sizes)[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes)]


def randomize(rng, layer):
    """Weights as after some training: no bias is 0, no scale is 1."""
    values = []
    for variable in layer.weights:
        low, high = {
            "bias": (-0.4, 0.4), "beta": (-0.5, 0.5), "gamma": (0.5, 1.5),
            "moving_mean": (-0.5, 0.5), "moving_variance": (0.5, 1.5),
            "alpha": (0.05, 0.5), "scale": (0.5, 1.5),
        }.get(variable.name, (-0.7, 0.7))  # fmt: skip
        values.append(two_decimals(rng, variable.shape, low, high))
    layer.set_weights(values)


# ---- What is recorded -----------------------------------------------------


def name_of(variable):
    """`kernel`; where a layer holds several: `forward/kernel`, `query/kernel`."""
    path = "/" + variable.path
    for word in ["forward", "backward", "query", "key", "value"]:
        if re.search(rf"/{word}(_|/)", path):
            return f"{word}/{variable.name}"
    if "/attention_output/" in path:
        return f"output/{variable.name}"
    return variable.name


def named(variables, values=None):
    values = variables if values is None else values
    return [{"name": name_of(v)} | tensor(x) for v, x in zip(variables, values)]


def layer_case(seed, case):
    rng = np.random.default_rng(seed)
    layer = make(case.layer, case.config)
    x = inputs_of(rng, case.shapes, case.vocabulary, case.limit)

    def call(layer, x, **more):
        if case.spread:  # the query and the value, in self-attention the same
            return layer(x[0], x[-1], **case.call, **more)
        return layer(x if len(x) > 1 else x[0], **case.call, **more)

    leaves = [torch.tensor(part, requires_grad=not case.vocabulary) for part in x]
    ints = lambda parts: [keras.ops.cast(part, "int32") for part in parts] if case.vocabulary else parts
    call(layer, ints(leaves))  # builds
    initial = named(layer.weights) if any("initializer" in key for key in case.config) else None
    randomize(rng, layer)
    before = layer.get_weights()
    layer.trainable = case.trainable
    penalty = sum(layer.losses).detach() if layer.losses else None
    y = call(layer, ints(leaves), training=False).detach()
    y_training = call(layer, ints(leaves), training=True)
    differs = not torch.equal(y, y_training.detach())
    state = [v for v in layer.non_trainable_weights if case.trainable and "seed" not in v.name]
    after_one = named(state) if state else None
    dy = two_decimals(rng, y.shape)
    if y_training.requires_grad:
        y_training.backward(torch.tensor(dy))
    if penalty is not None:
        sum(layer.losses).backward()  # to what is there
    near_kinks(layer, case, leaves, call)

    record = {
        "name": case.name, "layer": case.layer, "config": described(case.config),
    }  # fmt: skip
    if case.call:
        record["call"] = case.call
    if not case.trainable:
        record["trainable"] = False
    if initial:
        record["initial"] = initial
    if penalty is not None:
        record["penalty"] = tensor(penalty.reshape(1))["data"][0]
    lists = case.lists
    dx = [None if part.grad is None else tensor(part.grad) for part in leaves]
    record |= {
        "weights": named(layer.weights, before),
        "x": [tensor(part) for part in x] if lists else tensor(x[0]),
        "y": tensor(y),
        "y_training": tensor(y_training.detach()) if differs else None,
        "state_after": after_one,
        "dy": tensor(dy),
        "dx": dx if lists else dx[0],
        "gradients": named(layer.trainable_weights, [v.value.grad for v in layer.trainable_weights]),
        "ten_steps": ten_steps(rng, case, call, x, before) if before or case.first else None,
    }
    return record


def near_kinks(layer, case, leaves, call):
    """No sum lies so near ReLU's kink that rounding could decide on which side."""
    if case.config.get("activation") == "relu" and hasattr(layer, "activation"):
        layer.activation = keras.activations.linear
        sums = call(layer, [part.detach() for part in leaves])
        layer.activation = keras.activations.relu
        assert sums.abs().min() > 1e-4, case


def ten_steps(rng, case, call, x, weights):
    """Input → layer → Flatten, if need be → Dense(2); mean squared error; SGD."""
    inputs = [
        keras.Input(part.shape[1:], dtype="int32" if case.vocabulary else FLOAT) for part in x
    ]
    layer = make(case.layer, case.config)
    y = call(layer, inputs)
    layer.set_weights(weights)
    layer.trainable = case.trainable
    if len(y.shape) > 2:
        y = keras.layers.Flatten()(y)
    dense = keras.layers.Dense(2)
    model = keras.Model(inputs if len(inputs) > 1 else inputs[0], dense(y))
    randomize(rng, dense)
    dense_before = named(dense.weights)
    target = two_decimals(rng, (len(x[0]), 2))
    data = [part.astype("int32") if case.vocabulary else part for part in x]
    data = data if len(data) > 1 else data[0]
    start = model.get_weights()
    for rate in [0.05, 0.02, 0.01, 0.005, 0.001]:  # the first with which it learns steadily
        model.set_weights(start)
        losses = train(model, data, target, keras.optimizers.SGD(rate), "mean_squared_error")["loss"]
        if (losses[1:] < losses[:-1]).all():
            break
    else:
        raise ValueError(f"{case}: {losses}")
    return {
        "learning_rate": rate, "target": tensor(target), "dense": dense_before, "losses": losses,
        "weights_after": named(layer.weights), "dense_after": named(dense.weights),
        "predictions_after": tensor(model(data, training=False).detach()),
    }  # fmt: skip


def train(model, x, y, optimizer, loss):
    """Ten epochs of one batch. Each loss is from before its step, penalties included."""
    model.compile(optimizer=optimizer, loss=loss)
    batch = len(x[0] if isinstance(x, list) else x)
    history = model.fit(x, y, batch_size=batch, epochs=10, shuffle=False, verbose=0).history
    return {key: np.array(values, FLOAT) for key, values in history.items()}


def described(config):
    """The arguments given; a layer, regularizer or constraint as its class and its own."""
    def one(value):
        if isinstance(value, Shape):
            return {"class": value.layer, "config": described(value.config)}
        if isinstance(value, (keras.Regularizer, keras.constraints.Constraint, keras.Initializer)):
            return {"class": type(value).__name__} | value.get_config()
        return list(value) if isinstance(value, tuple) else value

    return {key: one(value) for key, value in config.items()}


# ---- Regularizers, constraints and frozen layers --------------------------

OPTIMIZERS = {"sgd": lambda: keras.optimizers.SGD(0.05), "adam": lambda: keras.optimizers.Adam(0.05)}


def penalties(seed, case):
    """Input → Dense(3, tanh) → [Dense(3, tanh) →] Dense(2), the first or second as given."""
    rng = np.random.default_rng(seed)
    x, target = inputs_of(rng, [case.shape])[0], two_decimals(rng, (*case.shape[:-1], 2))
    model = keras.Sequential([keras.Input(case.shape[1:])])
    for config in case.layers:
        model.add(keras.layers.Dense(**{"units": 3, "activation": "tanh"} | config))
    for layer in model.layers:
        randomize(rng, layer)
    if "a weight of 0" in case.name:
        kernel, bias = model.layers[0].get_weights()
        kernel[0, 0] = 0
        model.layers[0].set_weights([kernel, bias])
    for index in case.frozen:
        model.layers[index].trainable = False
    weights = model.get_weights()
    outputs = model(x, training=True)
    penalty = keras.ops.sum(model.losses) if model.losses else torch.zeros((), dtype=outputs.dtype)
    value = keras.losses.MeanSquaredError(dtype=FLOAT)(target, outputs) + penalty
    value.backward()
    gradients = [
        named(layer.trainable_weights, [v.value.grad for v in layer.trainable_weights])
        for layer in model.layers
    ]
    record = {
        "name": case.name,
        "layers": [described({"units": 3, "activation": "tanh"} | config) for config in case.layers],
        "frozen": list(case.frozen),
        "x": tensor(x), "target": tensor(target),
        "weights": [named(layer.weights) for layer in model.layers],
        "y": tensor(outputs.detach()),
        "penalty": tensor(penalty.detach().reshape(1))["data"][0],
        "loss": tensor(value.detach().reshape(1))["data"][0],
        "gradients": gradients,
    }  # fmt: skip
    for name, optimizer in OPTIMIZERS.items():
        model.set_weights(weights)
        losses = train(model, x, target, optimizer(), "mean_squared_error")["loss"]
        evaluated = model.evaluate(x, target, batch_size=len(x), verbose=0)
        record[name] = {
            "learning_rate": 0.05, "losses": losses,
            "weights_after": [named(layer.weights) for layer in model.layers],
            "evaluated_after": np.array(evaluated, FLOAT)[()],
        }  # fmt: skip
    return record


# ---- A graph --------------------------------------------------------------


def graph(seed, _):
    """Two inputs, a layer that both pass, and two outputs with a loss each."""
    rng = np.random.default_rng(seed)
    left, right = keras.Input((4,)), keras.Input((4,))
    shared = keras.layers.Dense(3, activation="tanh", name="shared")
    joined = keras.layers.Concatenate()([shared(left), shared(right)])
    classes = keras.layers.Dense(3, activation="softmax", name="classes")
    yes = keras.layers.Dense(1, activation="sigmoid", name="yes")
    model = keras.Model([left, right], [classes(joined), yes(joined)])
    for layer in [shared, classes, yes]:
        randomize(rng, layer)
    x = inputs_of(rng, [(5, 4), (5, 4)])
    y = [one_hot(rng.integers(0, 3, 5), 3).astype(FLOAT), rng.integers(0, 2, (5, 1)).astype(FLOAT)]
    parts = lambda: {layer.name: named(layer.weights) for layer in [shared, classes, yes]}
    weights = model.get_weights()
    outputs = model(x)
    value = keras.losses.CategoricalCrossentropy()(y[0], outputs[0])
    value = value + keras.losses.BinaryCrossentropy()(y[1], outputs[1])
    value.backward()
    record = {
        "name": "two inputs, a shared layer, two outputs",
        "x": [tensor(part) for part in x], "targets": [tensor(part) for part in y],
        "losses": ["categorical_crossentropy", "binary_crossentropy"],
        "weights": parts(), "y": [tensor(part.detach()) for part in outputs],
        "loss": tensor(value.detach().reshape(1))["data"][0],
        "gradients": {
            layer.name: named(layer.weights, [v.value.grad for v in layer.weights])
            for layer in [shared, classes, yes]
        },
    }  # fmt: skip
    for name, optimizer in OPTIMIZERS.items():
        model.set_weights(weights)
        losses = ["categorical_crossentropy", "binary_crossentropy"]
        history = train(model, x, y, optimizer(), losses)
        after = model(x)
        record[name] = {
            "learning_rate": 0.05, "losses": history["loss"],
            "losses_classes": history["classes_loss"], "losses_yes": history["yes_loss"],
            "weights_after": parts(), "predictions_after": [tensor(part.detach()) for part in after],
        }  # fmt: skip
    return record


# ---- Padding of averages --------------------------------------------------


def average_of_real_pixels(inputs, pool_size, strides=None, padding="valid", data_format=None):
    """Average pooling as TensorFlow's and JAX's backends have it: padding is not counted.

    PyTorch's backend repeats the edge where the padding is uneven, and averages that in.
    """
    if padding == "valid":
        return average_pool(inputs, pool_size, strides, padding, data_format)
    ones = torch.ones_like(inputs)
    sizes, steps = pool_size, strides or pool_size
    pad = []  # last axis first, as torch wants it; the channels' axis is the last
    for size, step, length in zip(sizes, steps, inputs.shape[1:-1]):
        total = max((-(-length // step) - 1) * step + size - length, 0)
        pad = [total // 2, total - total // 2] + pad
    pad = [0, 0] + pad
    means = [
        average_pool(torch.nn.functional.pad(part, pad), sizes, steps, "valid", data_format)
        for part in [inputs, ones]
    ]
    return means[0] / means[1]


average_pool = keras.src.backend.nn.average_pool
keras.src.backend.nn.average_pool = average_of_real_pixels


# ---- Axes of layer normalization ------------------------------------------


def of_given_axes(x, gamma=None, beta=None, axis=-1, **more):
    """Layer normalization as TensorFlow's and JAX's backends have it: over the axes given.

    PyTorch's backend calls a function that knows the last axes only, also where others are meant.
    """
    axes = sorted(a % len(x.shape) for a in ([axis] if isinstance(axis, int) else axis))
    nn, known = keras.src.ops.nn, keras.src.ops.nn.is_continuous_axis
    nn.is_continuous_axis = lambda _: axes[-1] == len(x.shape) - 1 and known(axis)
    try:
        return layer_normalization(x, gamma, beta, axis, **more)
    finally:
        nn.is_continuous_axis = known


layer_normalization = keras.src.ops.nn._layer_normalization
keras.src.ops.nn._layer_normalization = of_given_axes

# ---- All ------------------------------------------------------------------


def content(file):
    kinds = {"layers/regularizers": penalties, "layers/graph": graph, "arguments/rules": penalties}
    each = kinds.get(file, layer_case)
    name = file.removeprefix("layers/")  # as the seeds of the first files have it
    # A seed per case, so that a new case changes no other.
    seed = lambda case: [sum(name.encode()), *case.name.encode()]
    return {"cases": [each(seed(case), case) for case in FILES[file]]}


def numbers_in(value, tolerance=1e-6):
    """All numbers computed, each with the absolute error it may have."""
    if isinstance(value, dict):
        # An f32 β₂ loses digits in 1 − β₂ᵗ, see README.md; ten steps may go 0.5 far.
        return [
            pair for key, x in value.items()
            for pair in numbers_in(x, 1e-5 if key == "adam" else tolerance)
        ]  # fmt: skip
    if isinstance(value, (list, tuple)):
        return [pair for x in value for pair in numbers_in(x, tolerance)]
    if isinstance(value, (np.ndarray, np.floating)):
        return [(float(x), tolerance) for x in np.asarray(value).reshape(-1)]
    return []


def computed_in(float, file):
    global FLOAT
    FLOAT = float
    keras.config.set_floatx(float)
    keras.config.set_dtype_policy(float)
    return content(file)["cases"]


def check(file):
    """The largest |f32 − f64| / (1e-5·|f64| + 1e-6), each case: it should be below 1."""
    for a, b in zip(computed_in("float32", file), computed_in("float64", file)):
        pairs = zip(numbers_in(a), numbers_in(b), strict=True)
        worst = max(abs(x - y) / (1e-5 * abs(y) + tolerance) for (x, tolerance), (y, _) in pairs)
        print(f"{file}: {worst:.3f}  {a['name']}{'  <-- !' if worst > 1 else ''}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    words = sys.argv[1:]
    wanted = [file for file in FILES if file in words or file.split("/")[0] in words] or FILES
    total = 0
    for file in wanted:
        if "--check" in words:
            check(file)
            continue
        text = to_json(content(file)) + "\n"
        path = HERE / f"{file}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        total += len(text)
        print(f"{file}.json: {len(text)} bytes")
    print(f"{total} bytes in all")
