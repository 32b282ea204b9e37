"""Writes the golden values of Keras 3 that Cornu's tests read. See README.md.

Everything is float32 on the CPU. The inputs come from seeded generators and
are written out next to the results, so the Rust side draws nothing.

(This file must not be called keras.py: `import keras` would find itself.)
"""

import math
import os
import sys
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import torch

HERE = Path(__file__).parent
EPSILON = keras.backend.epsilon()  # 1e-7, what the losses clip probabilities to
# Keras puts this number in for the deviation of a normal cut at two sigmas.
TRUNCATED = 0.87962566103423978


# ---- Writing JSON ---------------------------------------------------------


def tensor(values):
    """An array (or Keras or torch tensor) as {"shape": [..], "data": [flat]}."""
    if isinstance(values, (torch.Tensor, keras.Variable)):
        values = keras.ops.convert_to_numpy(values)
    values = np.array(values)  # a copy: training changes weights in place
    assert values.dtype == np.float32, values.dtype
    return {"shape": list(values.shape), "data": values}


def number(value):
    """The shortest decimal that gives the same f32 (for f32) or f64 again."""
    if isinstance(value, np.float32):
        text = str(value)
        assert np.isfinite(value) and np.float32(float(text)) == value
        return text
    return repr(value)


def to_json(value, indent=0):
    """JSON for people: one line per row of an array, one per field."""
    pad = "  " * (indent + 1)
    end = "\n" + "  " * indent
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, np.ndarray):
        rows = value.reshape(-1, value.shape[-1]) if value.ndim else [[value[()]]]
        lines = [pad + ", ".join(number(x) for x in row) for row in rows]
        return lines[0].strip().join("[]") if len(lines) == 1 else "[\n" + ",\n".join(lines) + end + "]"
    if isinstance(value, dict):
        fields = [f'{pad}"{key}": {to_json(x, indent + 1)}' for key, x in value.items()]
        return "{\n" + ",\n".join(fields) + end + "}"
    if isinstance(value, (list, tuple)):
        if not any(isinstance(x, (dict, list)) for x in value):
            return "[" + ", ".join(to_json(x) for x in value) + "]"
        return "[\n" + ",\n".join(pad + to_json(x, indent + 1) for x in value) + end + "]"
    return number(value)


def write(name, content):
    text = to_json(content) + "\n"
    (HERE / name).write_text(text)
    print(f"{name}: {len(text)} bytes")


# ---- Helpers --------------------------------------------------------------


def uniform(rng, shape, limit=1.0):
    """Numbers of four decimals in [-limit, limit]."""
    return np.round(rng.uniform(-limit, limit, shape), 4).astype(np.float32)


def one_hot(classes, width):
    return np.eye(width, dtype=np.float32)[classes]


def leaf(values):
    return torch.tensor(values, requires_grad=True)


def f32(value):
    if isinstance(value, torch.Tensor):
        value = value.detach()
    return np.float32(float(value))


# ---- 1. Activations -------------------------------------------------------

SPECIAL = np.array(
    [0.0, -0.0, 1e-40, -1e-40, 1.17549435e-38, -1.17549435e-38, 1e-20, -1e-20,
     1e-8, -1e-8, 1e-4, -1e-4, 0.01, -0.01, 0.1, -0.1, 0.5, -0.5, 0.9, -0.9,
     1.0, -1.0, 2.0, -2.0, 3.5, -3.5, 5.0, -5.0, 7.5, -7.5, 9.0, -9.0,
     12.0, -12.0, 17.0, -17.0, 30.0, -30.0, 80.0, -80.0, 100.0, -100.0,
     1e4, -1e4, 1e38, -1e38, 3.4028235e38, -3.4028235e38],
    dtype=np.float32,
)  # fmt: skip

SOFTMAX_ROWS = np.array(
    [[0, 0, 0, 0, 0], [1, 2, 3, 4, 5], [-1, 0.5, -0.25, 2, 0.125],
     [1e-40, -1e-40, 0, 1e-38, -1e-38], [100, 100, 100, -100, 99],
     [1000, 1001, 1002, 1003, 1004], [-1000, -1001, -1002, -1003, -1004],
     [88, -88, 0, 10, -10], [1e38, -1e38, 0, 1, -1], [1e38, 1e38, 1e38, 0, -1e38],
     [-1e38, -1e38, -1e38, -1e38, -1e38], [3e38, -3e38, 2e38, 1e38, 0]],
    dtype=np.float32,
)  # fmt: skip


def activations():
    rng = np.random.default_rng(1)
    cases = []

    def case(name, x):
        dy = uniform(rng, x.shape, 2.0)
        input = leaf(x)
        y = keras.activations.get(name)(input)
        y.backward(torch.tensor(dy))
        cases.append(
            {"activation": name, "x": tensor(x), "y": tensor(y.detach()),
             "dy": tensor(dy), "dx": tensor(input.grad)}
        )  # fmt: skip

    for name in ["linear", "relu", "sigmoid", "tanh"]:
        case(name, SPECIAL)
        case(name, uniform(rng, (4, 10), 4.0))
    case("softmax", SOFTMAX_ROWS)
    case("softmax", uniform(rng, (3, 1), 4.0))
    case("softmax", uniform(rng, (6, 10), 4.0))
    case("softmax", uniform(rng, (2, 3, 4), 4.0))
    # Behind the others, so that those keep their numbers. Without the largest
    # floats, of which selu and gelu make infinity.
    for name in ["leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "softsign", "hard_sigmoid"]:
        case(name, SPECIAL[:-2])
        case(name, uniform(rng, (4, 10), 4.0))
    return {"cases": cases}


# ---- 2. Losses ------------------------------------------------------------

LOSSES = {
    "mean_squared_error": keras.losses.MeanSquaredError,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
}


def losses():
    rng = np.random.default_rng(2)
    cases = []

    def case(loss, head, logits, targets):
        kind = LOSSES[loss]
        z = leaf(logits)
        p = keras.activations.get(head)(z)
        predictions = p.detach().numpy()
        labels = targets.astype(np.int32) if loss.startswith("sparse") else targets
        on_probabilities = None
        if loss == "mean_squared_error":
            value, per_row = kind()(labels, p), kind(reduction=None)(labels, p)
        else:
            value = kind(from_logits=True)(labels, z)
            per_row = kind(from_logits=True, reduction=None)(labels, z)
            if predictions.min() >= EPSILON and predictions.max() <= 1 - EPSILON:
                on_probabilities = f32(kind()(labels, p.detach()))
        value.backward()
        cases.append(
            {"loss": loss, "head": head, "logits": tensor(logits),
             "targets": tensor(targets), "predictions": tensor(predictions),
             "value": f32(value), "per_row": tensor(per_row.detach()),
             "value_on_probabilities": on_probabilities,
             "dlogits": tensor(z.grad)}
        )  # fmt: skip

    shapes = [(1, 1), (6, 1), (1, 3), (5, 3), (8, 10), (2, 4, 3)]
    for shape in shapes:
        for head in ["linear", "sigmoid", "relu"]:
            case("mean_squared_error", head, uniform(rng, shape, 3.0), uniform(rng, shape))
        bits = rng.integers(0, 2, shape).astype(np.float32)
        case("binary_crossentropy", "sigmoid", uniform(rng, shape, 3.0), bits)
        classes = rng.integers(0, shape[-1], shape[:-1])
        logits = uniform(rng, shape, 3.0)
        case("categorical_crossentropy", "softmax", logits, one_hot(classes, shape[-1]))
        case("sparse_categorical_crossentropy", "softmax", logits, classes.astype(np.float32))

    # Targets between 0 and 1.
    soft = np.abs(uniform(rng, (4, 3)))
    case("binary_crossentropy", "sigmoid", uniform(rng, (4, 3), 3.0), soft)
    soft = (soft / soft.sum(-1, keepdims=True)).astype(np.float32)
    case("categorical_crossentropy", "softmax", uniform(rng, (4, 3), 3.0), soft)

    # Logits so large that probabilities saturate: loss and gradient stay finite.
    large = np.array([[-100], [-30], [0], [30], [100], [-100], [-30], [30], [100]], np.float32)
    bits = np.array([[0], [0], [1], [1], [1], [1], [1], [0], [0]], np.float32)
    case("binary_crossentropy", "sigmoid", large, bits)
    large = np.array([[100, 0, -100], [-100, 0, 100], [50, 50, -50], [1e4, 0, 1]], np.float32)
    classes = np.array([0, 0, 1, 1])
    case("categorical_crossentropy", "softmax", large, one_hot(classes, 3))
    case("sparse_categorical_crossentropy", "softmax", large, classes.astype(np.float32))
    return {"epsilon": EPSILON, "cases": cases}


# ---- 3. Optimizers --------------------------------------------------------

OPTIMIZERS = {
    "sgd": keras.optimizers.SGD,
    "rmsprop": keras.optimizers.RMSprop,
    "adam": keras.optimizers.Adam,
}


def hyperparameters(name, optimizer):
    """Every hyperparameter Cornu has; null for those this optimizer lacks."""
    config = optimizer.get_config()
    fields = ["momentum", "nesterov", "rho", "centered", "beta_1", "beta_2", "epsilon"]
    # The f32 of the learning rate, written short: 0.01, not 0.009999999776.
    rate = float(str(np.float32(config["learning_rate"])))
    return {"optimizer": name, "learning_rate": rate} | {f: config.get(f) for f in fields}


def optimizers():
    rng = np.random.default_rng(3)
    # Many starts are 0, so that a relative error is one of the updates; the
    # gradients' sizes range from large to where each epsilon shows, and 0.
    start = np.array([0.5, -1.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.75], np.float32)
    size = np.array([1, 1, 1, 0.1, 10, 100, 1e-2, 1e-3, 3e-4, 1e-5, 1e-6, 0])
    gradients = rng.uniform(-1, 1, (10, 12))
    gradients[:, 6:] = np.abs(gradients[:, 6:])
    gradients = (gradients.round(4) * size).astype(np.float32)
    gradients[3, 2] = 0

    cases = []
    for name, arguments in [
        ("sgd", {}),
        ("sgd", {"momentum": 0.9}),
        ("sgd", {"momentum": 0.9, "nesterov": True}),
        ("sgd", {"learning_rate": 0.3, "momentum": 0.5, "nesterov": True}),
        ("rmsprop", {}),
        ("rmsprop", {"momentum": 0.9}),
        ("rmsprop", {"centered": True}),
        ("rmsprop", {"momentum": 0.9, "centered": True}),
        ("rmsprop", {"learning_rate": 0.02, "rho": 0.7, "momentum": 0.3, "epsilon": 1e-3}),
        ("adam", {}),
        ("adam", {"learning_rate": 0.05, "beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-3}),
    ]:
        optimizer = OPTIMIZERS[name](**arguments)
        parameters = keras.Variable(start)
        after = []
        for gradient in gradients:
            optimizer.apply([torch.tensor(gradient)], [parameters])
            after.append(keras.ops.convert_to_numpy(parameters).copy())
        cases.append(hyperparameters(name, optimizer) | {"after": tensor(np.stack(after))})
    return {"start": tensor(start), "gradients": tensor(gradients), "cases": cases}


# ---- 4. Dense networks ----------------------------------------------------


def dense_network(rng, inputs, layers):
    """A Sequential of Dense layers (units, activation), weights from rng."""
    model = keras.Sequential([keras.Input((inputs,))])
    for units, activation in layers:
        model.add(keras.layers.Dense(units, activation=activation))
    for layer in model.layers:
        kernel, bias = layer.weights
        limit = math.sqrt(6 / sum(kernel.shape))
        layer.set_weights([uniform(rng, kernel.shape, limit), uniform(rng, bias.shape, 0.3)])
    return model


def weights(model):
    """[{"kernel": tensor [in, out], "bias": tensor [out]}] of every layer."""
    return [
        {"kernel": tensor(layer.kernel), "bias": tensor(layer.bias)} for layer in model.layers
    ]


def gradients_of(model):
    return [
        {"kernel": tensor(layer.kernel.value.grad), "bias": tensor(layer.bias.value.grad)}
        for layer in model.layers
    ]


def architecture(model, inputs):
    return {
        "inputs": inputs,
        "layers": [
            {"units": layer.units, "activation": layer.activation.__name__}
            for layer in model.layers
        ],
    }


def dense():
    rng = np.random.default_rng(4)
    batch = 7
    cases = []

    def case(inputs, layers, loss, optimizer, y, **arguments):
        model = dense_network(rng, inputs, layers)
        x = uniform(rng, (batch, inputs), 2.0)
        optimize = OPTIMIZERS[optimizer](**arguments)
        before = weights(model)
        # One forward and backward pass without an update.
        outputs = model(x)
        value = LOSSES[loss]()(y, outputs)
        value.backward()
        gradients = gradients_of(model)
        # One epoch is one step on the same batch; the loss is from before it.
        model.compile(optimizer=optimize, loss=loss)
        history = model.fit(x, y, batch_size=batch, epochs=10, shuffle=False, verbose=0)
        steps = np.array(history.history["loss"], np.float32)
        cases.append(
            architecture(model, inputs)
            | {"loss": loss, "optimizer": hyperparameters(optimizer, optimize),
               "x": tensor(x), "y": tensor(y), "weights": before,
               "outputs": tensor(outputs.detach()), "value": f32(value),
               "gradients": gradients, "losses": tensor(steps),
               "weights_after": weights(model),
               "outputs_after": tensor(model(x).detach())}
        )  # fmt: skip

    classes = one_hot(rng.integers(0, 3, batch), 3)
    case(5, [(4, "relu"), (3, "softmax")], "categorical_crossentropy", "adam", classes)
    bits = rng.integers(0, 2, (batch, 1)).astype(np.float32)
    case(4, [(6, "tanh"), (1, "sigmoid")], "binary_crossentropy", "rmsprop", bits)
    case(
        3, [(5, "sigmoid"), (2, "linear")], "mean_squared_error", "sgd",
        uniform(rng, (batch, 2)), momentum=0.9, nesterov=True,
    )  # fmt: skip

    # A Dense on a rank-3 input acts on the last axis.
    layer = keras.layers.Dense(5, activation="relu")
    layer.build((2, 3, 4))
    layer.set_weights([uniform(rng, (4, 5)), uniform(rng, (5,), 0.3)])
    x, dy = uniform(rng, (2, 3, 4), 2.0), uniform(rng, (2, 3, 5))
    input = leaf(x)
    y = layer(input)
    y.backward(torch.tensor(dy))
    rank3 = {
        "activation": "relu", "kernel": tensor(layer.kernel), "bias": tensor(layer.bias),
        "x": tensor(x), "y": tensor(y.detach()), "dy": tensor(dy), "dx": tensor(input.grad),
        "dkernel": tensor(layer.kernel.value.grad), "dbias": tensor(layer.bias.value.grad),
    }  # fmt: skip
    return {"cases": cases, "rank3": rank3}


# ---- 5. Initializers ------------------------------------------------------


def initializers():
    """The distributions; Keras's own sample is for orientation only."""
    shape = (300, 200)
    fan_in, fan_out = shape
    fan_avg = (fan_in + fan_out) / 2
    scaling = {  # scale / n of VarianceScaling
        "Glorot": 1 / fan_avg,
        "He": 2 / fan_in,
        "Lecun": 1 / fan_in,
    }
    rows = []

    def row(name, distribution, mean, sigma=None, limit=None, **arguments):
        initializer = getattr(keras.initializers, name)(**arguments)
        seeded = distribution not in ["constant", "identity"]
        if seeded:
            initializer = getattr(keras.initializers, name)(**arguments, seed=1)
        draw = keras.ops.convert_to_numpy(initializer(shape)).astype(np.float64)
        # Identity does not list its gain.
        config = {"gain": getattr(initializer, "gain", None)} | initializer.get_config()
        names = ["value", "minval", "maxval", "mean", "stddev"]
        defaults = {k: config.get(k) for k in names + ["gain"] * (config["gain"] is not None)}
        low = high = None
        std = 0.0
        if distribution == "constant":
            low = high = mean
        elif distribution == "identity":  # fan_out times the gain, else 0
            low, high = 0.0, mean * fan_in
            std = math.sqrt(mean * high - mean**2)
        elif distribution == "uniform":
            low, high, std = mean - limit, mean + limit, limit / math.sqrt(3)
        elif distribution == "truncated_normal":
            low, high, std = mean - 2 * sigma, mean + 2 * sigma, TRUNCATED * sigma
        else:
            std = sigma
        rows.append(
            {"initializer": name, "arguments": defaults, "distribution": distribution,
             "limit": limit, "sigma": sigma, "mean": float(mean), "std": std,
             "low": low, "high": high,
             "sample": {"mean": f32(draw.mean()), "std": f32(draw.std()),
                        "min": f32(draw.min()), "max": f32(draw.max())}}
        )  # fmt: skip

    row("Zeros", "constant", 0.0)
    row("Ones", "constant", 1.0)
    row("Constant", "constant", 0.0)
    row("Constant", "constant", 0.25, value=0.25)
    row("RandomUniform", "uniform", 0.0, limit=0.05)
    row("RandomNormal", "normal", 0.0, sigma=0.05)
    row("TruncatedNormal", "truncated_normal", 0.0, sigma=0.05)
    for family, variance in scaling.items():
        row(f"{family}Uniform", "uniform", 0.0, limit=math.sqrt(3 * variance))
        row(
            f"{family}Normal", "truncated_normal", 0.0,
            sigma=math.sqrt(variance) / TRUNCATED,
        )  # fmt: skip
    # Its columns have length 1, so the deviation is exact; close to normal.
    row("Orthogonal", "orthogonal", 0.0, sigma=1 / math.sqrt(fan_in))
    row("Orthogonal", "orthogonal", 0.0, sigma=2 / math.sqrt(fan_in), gain=2.0)
    row("Identity", "identity", 1 / fan_in)
    row("Identity", "identity", 0.5 / fan_in, gain=0.5)
    return {
        "shape": list(shape), "fan_in": fan_in, "fan_out": fan_out,
        "truncated_normal_std": TRUNCATED, "cases": rows,
    }  # fmt: skip


# ---- 6. Metrics -----------------------------------------------------------

METRICS = {
    "binary_accuracy": keras.metrics.BinaryAccuracy,
    "categorical_accuracy": keras.metrics.CategoricalAccuracy,
    "sparse_categorical_accuracy": keras.metrics.SparseCategoricalAccuracy,
}


def metrics():
    rng = np.random.default_rng(6)
    cases = []

    def case(name, targets, predictions):
        targets, predictions = np.float32(targets), np.float32(predictions)
        metric = METRICS[name]()
        metric.update_state(targets, predictions)
        per_row = getattr(keras.metrics, name)(targets, predictions)
        if name == "binary_accuracy":
            per_row = keras.ops.mean(per_row, axis=-1)
        cases.append(
            {"metric": name, "targets": tensor(targets), "predictions": tensor(predictions),
             "per_row": tensor(per_row), "value": f32(metric.result())}
        )  # fmt: skip

    # Exactly 0.5 counts as class 0; the next f32 as class 1.
    above, below = np.nextafter(np.float32(0.5), np.float32([1, 0]))
    case(
        "binary_accuracy",
        [[0], [1], [0], [1], [0], [1], [0], [1], [1]],
        [[0.5], [0.5], [above], [above], [below], [below], [0.1], [0.9], [0.2]],
    )
    case("binary_accuracy", rng.integers(0, 2, (5, 3)), np.abs(uniform(rng, (5, 3))))
    # Of equal largest values the first counts.
    tied = [[0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [0.4, 0.2, 0.4], [1 / 3] * 3, [0.1, 0.2, 0.7]]
    classes = np.array([1, 1, 0, 0, 2])
    case("categorical_accuracy", one_hot(classes, 3), tied)
    case("sparse_categorical_accuracy", classes, tied)
    scores, classes = uniform(rng, (12, 10)), rng.integers(0, 10, 12)
    classes[::2] = scores.argmax(-1)[::2]
    case("categorical_accuracy", one_hot(classes, 10), scores)
    case("sparse_categorical_accuracy", classes, scores)

    # Of these only the value: Keras has no value per row of them all.
    def whole(metric, targets, predictions, **settings):
        targets, predictions = np.float32(targets), np.float32(predictions)
        metric.update_state(targets, predictions)
        cases.append(
            {"metric": metric.name, **settings, "targets": tensor(targets),
             "predictions": tensor(predictions), "per_row": None, "value": f32(metric.result())}
        )  # fmt: skip

    for shape in [(9, 1), (7, 3)]:
        targets, predictions = uniform(rng, shape, 2.0), uniform(rng, shape, 2.0)
        whole(keras.metrics.MeanAbsoluteError(), targets, predictions)
        whole(keras.metrics.RootMeanSquaredError(), targets, predictions)
    for k in [1, 2, 3]:
        tied_classes = np.array([1, 0, 1, 2, 0])
        whole(keras.metrics.TopKCategoricalAccuracy(k=k), one_hot(tied_classes, 3), tied, k=k)
        whole(keras.metrics.SparseTopKCategoricalAccuracy(k=k), tied_classes, tied, k=k)
    for k in [1, 3, 5, 10]:
        classes = rng.integers(0, 10, 12)
        whole(keras.metrics.TopKCategoricalAccuracy(k=k), one_hot(classes, 10), scores, k=k)
        whole(keras.metrics.SparseTopKCategoricalAccuracy(k=k), classes, scores, k=k)
    for threshold in [0.5, 0.25]:
        on_it = np.nextafter(np.float32(threshold), np.float32([1, 0]))
        edge = [[threshold], [on_it[0]], [on_it[1]], [threshold], [on_it[0]], [0.1], [0.9]]
        yeses = [[1], [1], [1], [0], [0], [1], [1]]
        targets, predictions = rng.integers(0, 2, (8, 3)), np.abs(uniform(rng, (8, 3)))
        for metric in [keras.metrics.Precision, keras.metrics.Recall]:
            name = metric.__name__.lower()  # without the number of a second one
            for y, p in [(yeses, edge), (targets, predictions), ([[0], [0]], [[0.1], [0.2]])]:
                whole(metric(thresholds=threshold, name=name), y, p, threshold=threshold)
    return {"threshold": 0.5, "cases": cases}


# ---- 7. Callbacks ---------------------------------------------------------


class Stub:
    """Of a model what EarlyStopping touches."""

    metrics = []
    stop_training = False

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        self.restored = weights


def callbacks():
    """After how many epochs EarlyStopping ends, and whose weights it gives back."""
    rng = np.random.default_rng(8)
    cases = []
    for number in range(48):
        values = np.round(rng.uniform(0, 1, 12), 2)
        settings = {
            "mode": ["min", "max"][number % 2],
            "patience": int(rng.integers(0, 5)),
            "min_delta": [0.0, 0.105][int(rng.integers(0, 2))],
            "baseline": [None, None, 0.455][int(rng.integers(0, 3))],
            "start_from_epoch": [0, 0, 3][int(rng.integers(0, 3))],
        }
        model = Stub()
        callback = keras.callbacks.EarlyStopping("score", restore_best_weights=True, **settings)
        callback.set_model(model)
        callback.on_train_begin()
        for epoch, value in enumerate(values):
            model.epoch = epoch + 1
            callback.on_epoch_end(epoch, {"score": value})
            if model.stop_training:
                break
        callback.on_train_end()
        cases.append(
            settings | {"values": np.float32(values), "epochs": model.epoch,
                        "stopped": model.stop_training, "restored": model.restored}
        )  # fmt: skip
    return {"cases": cases}


# ---- 8. Fit ---------------------------------------------------------------


def fit():
    """A whole fit, unshuffled: validation split, last partial batch, means."""
    rng = np.random.default_rng(7)
    samples, batch_size, split, epochs = 21, 4, 0.3, 5
    model = dense_network(rng, 3, [(4, "relu"), (3, "softmax")])
    x = uniform(rng, (samples, 3), 2.0)
    y = one_hot(rng.integers(0, 3, samples), 3)
    before = weights(model)
    optimize = keras.optimizers.SGD(learning_rate=0.1)
    model.compile(optimizer=optimize, loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x, y, batch_size=batch_size, epochs=epochs, validation_split=split,
        shuffle=False, verbose=0,
    ).history  # fmt: skip
    return (
        architecture(model, 3)
        | {"loss": "categorical_crossentropy", "optimizer": hyperparameters("sgd", optimize),
           "batch_size": batch_size, "epochs": epochs, "validation_split": split,
           "train_samples": math.floor(samples * (1 - split)),
           "x": tensor(x), "y": tensor(y), "weights": before,
           "history": {key: np.array(value, np.float32) for key, value in history.items()},
           "weights_after": weights(model)}
    )  # fmt: skip


# ---- 9. More functions ----------------------------------------------------


def sparsemax(x, axis=-1):
    """Sparsemax by its definition. Keras's adds up the sums instead of taking the last, see README.md."""
    sorted = torch.sort(x, dim=axis, descending=True).values.movedim(axis, -1)
    sums, ranks = torch.cumsum(sorted, -1), torch.arange(1, x.shape[axis] + 1)
    support = (1 + ranks * sorted > sums).sum(-1, keepdim=True)
    threshold = (torch.gather(sums, -1, support - 1) - 1) / support
    return torch.clamp(x - threshold.movedim(-1, axis), min=0)


def activation_functions():
    """As in activations(), with arguments; each from a generator of its own."""
    cases = []

    def case(name, x, number=0, **arguments):
        words = [*name.encode(), *repr(arguments).encode(), number]
        rng = np.random.default_rng(words)
        x = uniform(rng, x, 4.0) if isinstance(x, tuple) else x
        dy = uniform(rng, x.shape, 2.0)
        input = leaf(x)
        own = getattr(keras.activations, name)(input, **arguments)
        y = sparsemax(input, **arguments) if name == "sparsemax" else own
        y.backward(torch.tensor(dy))
        assert torch.isfinite(y).all() and torch.isfinite(input.grad).all(), name
        cases.append(
            {"activation": name, "arguments": arguments, "x": tensor(x), "y": tensor(y.detach()),
             "dy": tensor(dy), "dx": tensor(input.grad)}
            | ({"keras_y": tensor(own.detach())} if y is not own else {})
        )  # fmt: skip

    # Up to where nothing is infinite on the way; and the kinks of relu6 and hard_silu.
    edges = np.concatenate([SPECIAL, np.array([3, -3, 6, -6, 4, -4], np.float32)])
    up_to = lambda limit: edges[np.abs(edges) <= np.float32(limit)]
    for name, limit, *rows in [
        ("relu", 1e38, {"max_value": 1.5}, {"negative_slope": 0.1}, {"threshold": 0.75},
         {"max_value": 1.5, "negative_slope": 0.1, "threshold": 0.75}),
        ("relu6", 1e38, {}),
        ("leaky_relu", 1e38, {}, {"negative_slope": 0.1}, {"negative_slope": 0.3}),
        ("elu", 1e38, {"alpha": 0.5}),
        ("celu", 1e38, {}, {"alpha": 0.5}, {"alpha": 2.0}),
        ("gelu", 1e4, {"approximate": False}, {"approximate": True}),
        ("silu", 1e38, {}),
        ("hard_silu", 1e4, {}),
        ("mish", 1e38, {}),
        ("exponential", 80, {}),
        ("log_sigmoid", 1e38, {}),
        ("tanh_shrink", 1e38, {}),
        ("hard_tanh", 1e38, {}),
        ("hard_shrink", 1e38, {}, {"threshold": 0.3}),
        ("soft_shrink", 1e38, {}, {"threshold": 0.3}),
        ("sparse_plus", 1e4, {}),
        ("sparse_sigmoid", 1e38, {}),
        ("squareplus", 9, {}, {"b": 0.5}),
        ("threshold", 1e38, {"threshold": 0.25, "default_value": -0.5}),
    ]:  # fmt: skip
        for arguments in rows:
            case(name, up_to(limit), **arguments)
            case(name, (4, 10), 1, **arguments)
    for name, rows in [("log_softmax", SOFTMAX_ROWS[:8]), ("sparsemax", SOFTMAX_ROWS[:8])]:
        case(name, rows)
        case(name, (3, 1))
        case(name, (6, 10))
        case(name, (2, 3, 4))
    for name in ["softmax", "log_softmax", "sparsemax"]:
        case(name, (2, 3, 4), axis=1)
    case("softmax", (2, 3, 4), axis=-2)
    return {"cases": cases}


# ---- 10. Constraints and the orthogonal penalty ---------------------------

KERNELS = [(4,), (4, 3), (2, 5), (3, 2, 2, 3)]


def kernel_of(name, arguments, shape):
    rng = np.random.default_rng([*name.encode(), *repr(arguments).encode(), *shape])
    kernel = uniform(rng, shape)
    if len(shape) == 2:
        kernel[:, 1] = 0  # a column of length 0, whose direction is none
        kernel[1] *= np.float32(0.125)  # and a short row
    return kernel


def constraints():
    cases = []

    def case(name, shapes, **arguments):
        for shape in shapes:
            before = kernel_of(name, arguments, shape)
            after = getattr(keras.constraints, name)(**arguments)(torch.tensor(before))
            cases.append(
                {"constraint": name, "arguments": arguments, "before": tensor(before), "after": tensor(after)}
            )  # fmt: skip

    matrices, image = KERNELS[1:3], KERNELS[3:]
    case("NonNeg", KERNELS)
    for name, rows in {
        "UnitNorm": [{}],
        "MaxNorm": [{}, {"max_value": 0.75}],
        "MinMaxNorm": [
            {}, {"min_value": 0.5, "max_value": 0.75}, {"min_value": 0.5, "max_value": 0.75, "rate": 0.25},
        ],
    }.items():  # fmt: skip
        for arguments in rows:
            case(name, KERNELS[:3], **arguments)
            case(name, matrices, **arguments, axis=1)
            case(name, matrices, **arguments, axis=[0, 1])
            for axis in [0, [0, 1], [0, 1, 2]]:
                case(name, image, **arguments, axis=axis)
    return {"epsilon": EPSILON, "cases": cases}


def orthogonal():
    cases = []

    def case(shape, *, special=None, **arguments):
        if special is None:
            kernel = uniform(np.random.default_rng([*shape, 1]), shape)
        elif special == "orthogonal":  # where the absolute value has no derivative: sign(0) is 0
            kernel = np.diag(np.float32([0.5, 1, 2]))
        else:  # zeros across what is normalized; of a vector of zeros the gradient would be NaN
            kernel = kernel_of("Orthogonal", arguments, shape)
            kernel = kernel.T.copy() if arguments["mode"] == "columns" else kernel
        weights = leaf(kernel)
        penalty = keras.regularizers.OrthogonalRegularizer(**arguments)(weights)
        penalty.backward()
        assert torch.isfinite(weights.grad).all()
        cases.append(
            {"arguments": {"factor": 0.01, "mode": "rows"} | arguments, "kernel": tensor(kernel),
             "penalty": f32(penalty), "gradient": tensor(weights.grad)}
        )  # fmt: skip

    for mode in ["rows", "columns"]:
        for shape in [(2, 2), (3, 3), (4, 3), (2, 5), (5, 2)]:
            case(shape, factor=0.5, mode=mode)
        case((3, 3), mode=mode)
        case((4, 3), factor=0.5, mode=mode, special="zeros")
        case((3, 3), factor=0.5, mode=mode, special="orthogonal")
    return {"cases": cases}


# ---- 11. What layers begin with -------------------------------------------


def initial_distributions():
    """Of each variable of each layer, the distribution of its values when built."""
    from keras.src.initializers.random_initializers import compute_fans

    cases, drawn = [], []
    add_weight = keras.layers.Layer.add_weight

    def noting(self, shape=None, initializer=None, **more):
        variable = add_weight(self, shape=shape, initializer=initializer, **more)
        # A function is its own initializer, as that of LSTM's bias.
        drawn.append((variable, keras.initializers.get(initializer)))
        return variable

    def describe(variable, initializer):
        shape, name = list(variable.shape), type(initializer).__name__
        arguments, distribution = {}, "uniform"
        limit = sigma = value = None
        std = 0.0
        axes = [getattr(initializer, f"{side}_axes", None) for side in ["input", "output"]]
        fans = compute_fans(shape, *axes)
        if isinstance(initializer, keras.initializers.VarianceScaling):
            n = {"fan_in": fans[0], "fan_out": fans[1], "fan_avg": sum(fans) / 2}[initializer.mode]
            std = math.sqrt(initializer.scale / n)
            distribution = initializer.distribution
            if distribution == "uniform":
                limit = math.sqrt(3) * std
            else:
                sigma = std / TRUNCATED
        elif name == "RandomUniform":
            arguments = {"minval": initializer.minval, "maxval": initializer.maxval}
            limit = initializer.maxval
            std = limit / math.sqrt(3)
        elif name == "Orthogonal":
            distribution = "orthogonal"
            std = 1 / math.sqrt(max(math.prod(shape[:-1]), shape[-1]))
        elif name in ["Zeros", "Ones"]:
            distribution, value = "constant", float(name == "Ones")
        else:
            name, distribution = "unit_forget_bias", "blocks"  # zeros, but ones for the forget gate
        draw = keras.ops.convert_to_numpy(variable)
        if distribution == "constant":
            assert (draw == value).all()
        if distribution == "blocks":
            value = draw.reshape(4, -1)[:, 0]
            assert (draw.reshape(4, -1) == value[:, None]).all()
        kept = draw.astype(np.float64)
        return {
            "shape": shape, "initializer": name, "arguments": arguments,
            "fan_in": fans[0], "fan_out": fans[1],
            "input_axes": axes[0], "output_axes": axes[1],
            "distribution": distribution, "value": value, "limit": limit, "sigma": sigma, "std": std,
            "sample": {"mean": f32(kept.mean()), "std": f32(kept.std()),
                       "min": f32(kept.min()), "max": f32(kept.max())},
        }  # fmt: skip

    def case(layer, *sizes):
        for *shapes, config in sizes:
            keras.utils.set_random_seed(1)
            drawn.clear()
            keras.layers.Layer.add_weight = noting
            built = getattr(keras.layers, layer)(**config)
            built(*[np.zeros((2, *shape), np.float32) for shape in shapes])
            keras.layers.Layer.add_weight = add_weight
            variables = {id(variable): initializer for variable, initializer in drawn}
            names = {"attention_output": "output"}
            for variable in built.weights:
                if any("_initializer" in key for key in config) and isinstance(
                    variables[id(variable)], (keras.initializers.Zeros, keras.initializers.Ones)
                ):
                    continue  # the first case of this size has it
                *_, owner, name = variable.path.split("/")
                if layer == "MultiHeadAttention":
                    name = f"{names.get(owner, owner)}/{name}"
                cases.append(
                    {"layer": layer, "config": config, "input": list(shapes[0]), "variable": name}
                    | describe(variable, variables[id(variable)])
                )  # fmt: skip

    def kernels(layer, first, second, argument="kernel_initializer"):
        """Two sizes, and the first with initializers that see which fan is which."""
        *shapes, config = first
        he = [(*shapes, config | {argument: name}) for name in ["he_normal", "lecun_uniform"]]
        case(layer, first, second, *he)

    kernels("Dense", ((30,), {"units": 20}), ((64,), {"units": 100}))
    conv = lambda filters, size, **more: {"filters": filters, "kernel_size": size} | more
    kernels("Conv1D", ((9, 12), conv(20, 3)), ((9, 32), conv(24, 5)))
    kernels("Conv1D", ((9, 12), conv(20, 3, groups=2)), ((9, 36), conv(24, 5, groups=3)))
    kernels("Conv2D", ((9, 9, 6), conv(10, (3, 2))), ((9, 9, 16), conv(24, (3, 5))))
    kernels("Conv2D", ((9, 9, 12), conv(20, (3, 2), groups=2)), ((9, 9, 18), conv(24, (3, 5), groups=3)))
    kernels("Conv2DTranspose", ((9, 9, 6), conv(10, (3, 2))), ((9, 9, 16), conv(24, (3, 5))))
    depthwise = lambda size, multiplier: {"kernel_size": size, "depth_multiplier": multiplier}
    kernels(
        "DepthwiseConv2D", ((9, 9, 24), depthwise((3, 2), 2)), ((9, 9, 64), depthwise((3, 5), 1)),
        argument="depthwise_initializer",
    )  # fmt: skip
    separable = ((9, 9, 24), {"filters": 20} | depthwise((3, 2), 2))
    kernels(
        "SeparableConv2D", separable, ((9, 9, 64), {"filters": 10} | depthwise((3, 5), 1)),
        argument="depthwise_initializer",
    )  # fmt: skip
    case("SeparableConv2D", (separable[0], separable[1] | {"pointwise_initializer": "he_normal"}))
    case("Embedding", ((5,), {"input_dim": 50, "output_dim": 8}), ((5,), {"input_dim": 200, "output_dim": 32}))
    for layer in ["SimpleRNN", "LSTM", "GRU"]:
        kernels(layer, ((4, 12), {"units": 16}), ((4, 30), {"units": 25}))
    case("LSTM", ((4, 12), {"units": 16, "unit_forget_bias": False}))
    case("GRU", ((4, 12), {"units": 16, "reset_after": False}))
    heads = lambda number, size, **more: {"num_heads": number, "key_dim": size} | more
    kernels(
        "MultiHeadAttention", ((5, 12), (5, 12), heads(2, 6)), ((5, 30), (5, 30), heads(3, 8)),
    )  # fmt: skip
    case("MultiHeadAttention", ((5, 12), (4, 10), heads(3, 8, value_dim=5)))
    case("PReLU", ((6,), {}), ((4, 3, 5), {"shared_axes": [1, 2]}))
    for layer in ["BatchNormalization", "LayerNormalization", "RMSNormalization"]:
        case(layer, ((4,), {}), ((3, 6), {}))
    case("GroupNormalization", ((4,), {"groups": 2}), ((3, 6), {"groups": -1}))
    return {"truncated_normal_std": TRUNCATED, "cases": cases}


if __name__ == "__main__":
    torch.set_num_threads(1)
    # Softmax and categorical crossentropy of width 1 are meant.
    warnings.filterwarnings("ignore", ".*(size 1|num_classes > 1)")
    parts = [activations, losses, optimizers, dense, initializers, metrics, callbacks, fit]
    parts += [activation_functions, constraints, orthogonal, initial_distributions]
    for part in parts:
        if part.__name__ in sys.argv[1:] or not sys.argv[1:]:
            write(f"{part.__name__}.json", part())
