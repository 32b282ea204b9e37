//! What Keras has, and Cornu has not.

const ACTIVATION: &str = "Cornu has no such activation; one's own is a type";
const ARGUMENT: &str = "Cornu's activations have no arguments; one's own is a type";
const BOTH: &str = "a normalization always has both gamma and beta";
const CROSS: &str = "Cornu's attention is self-attention";

/// The file, the case, and why it is not compared.
pub(super) const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("layers/activation", "log_softmax", ACTIVATION),
    ("layers/activation", "mish", ACTIVATION),
    ("layers/activation", "exponential", ACTIVATION),
    ("layers/activation", "hard_silu", ACTIVATION),
    ("layers/activation", "relu6", ACTIVATION),
    ("layers/activation", "log_sigmoid", ACTIVATION),
    ("layers/activation", "ReLU cut", ARGUMENT),
    (
        "layers/activation",
        "LeakyReLU",
        "its slope is 0.3, that of the activation `leaky_relu` 0.2, and Cornu's is that",
    ),
    ("layers/activation", "LeakyReLU 0.125", ARGUMENT),
    ("layers/activation", "ELU 0.5", ARGUMENT),
    ("layers/activation", "PReLU", "Cornu has no activation that learns"),
    ("layers/activation", "PReLU of an image", "Cornu has no activation that learns"),
    ("layers/activation", "PReLU shared", "Cornu has no activation that learns"),
    ("layers/batch_normalization", "no center", BOTH),
    ("layers/batch_normalization", "no scale", BOTH),
    ("layers/layer_normalization", "no center", BOTH),
    ("layers/layer_normalization", "no scale", BOTH),
    ("layers/multi_head_attention", "value_dim", "Cornu's values are as wide as its keys"),
    ("layers/multi_head_attention", "other steps", CROSS),
    ("layers/multi_head_attention", "other steps and features", CROSS),
    ("layers/multi_head_attention", "other steps, causal", CROSS),
    ("layers/merging", "Dot, normalized", "Cornu's `Dot` does not normalize"),
    ("layers/time_distributed", "Conv2D", "a sample has three sizes at most, and a step of images would have four"),
];
