//! What Keras has, and Cornu has not.

const AXIS: &str = "Cornu normalizes over the last axis";

/// The file, its cases, and why they are not compared.
pub(super) const LEFT_OUT: &[(&str, &[&str], &str)] = &[
    (
        "arguments/activation_layers",
        &["PReLU, channels shared"],
        "Cornu's alphas are those of the last sizes",
    ),
    (
        "arguments/activation_layers",
        &["Softmax, axis 1, a sequence", "Softmax, axis 1, an image", "Softmax, axis 1 and 2, an image"],
        "Cornu's softmax is over the last axis",
    ),
    (
        "arguments/batch_normalization_arguments",
        &[
            "axis 1, sequence",
            "axis 1, image",
            "axis 2, image",
            "axis 1, image, no center, no scale",
            "frozen, axis 1",
        ],
        AXIS,
    ),
    (
        "arguments/layer_normalization_arguments",
        &[
            "axis -2, sequence",
            "axis 1 and 2, sequence",
            "axis 1, image",
            "axis -2, image",
            "axis 1 and 2, image",
            "axis 2 and 3, image",
            "axis 1, 2 and 3, image",
            "axis 1 and 2, sequence, no center",
            "axis 1 and 2, sequence, no scale",
            "axis -2, sequence, epsilon 0.1",
        ],
        AXIS,
    ),
    (
        "arguments/rms_normalization",
        &["axis 1 and 2, sequence", "axis 2 and 3, image", "axis 1, 2 and 3, image"],
        AXIS,
    ),
    ("arguments/unit_normalization", &["axis 1 and 2, image"], "Cornu's vectors lie along one size"),
    ("layers/multi_head_attention", &["value_dim"], "Cornu's values are as wide as its keys"),
    (
        "layers/multi_head_attention",
        &["other steps", "other steps and features", "other steps, causal"],
        "Cornu's attention is self-attention",
    ),
    (
        "layers/time_distributed",
        &["Conv2D"],
        "a sample has three sizes at most, and a step of images would have four",
    ),
    (
        "arguments/rules",
        &["UnitNorm, axis 1", "MinMaxNorm, rate 0.5, axis 1", "MaxNorm, axis 1", "MaxNorm, both axes"],
        "Cornu's norms are over all axes but the last, which are Keras's for dense kernels",
    ),
    ("arguments/reshaping", &["rank 4, 4 1 3 2", "rank 4, 2 3 4 1"], "a sample has three sizes at most"),
];

/// Cases whose `dx` is not compared, and why: Keras's own misses the formula in f64 by more than the tolerance, which
/// Cornu's keeps.
pub(super) const INEXACT: &[(&str, &str, &str)] = &[
    ("arguments/batch_normalization_rules", "gamma L2", "Keras is off by 1.6 of it, Cornu by 0.2"),
    ("arguments/group_normalization", "groups 4, image", "Keras is off by 3.2 of it, Cornu by 0.1"),
    ("arguments/group_normalization", "groups -1, image", "Keras is off by 1.6 of it, Cornu by 0.8"),
    ("arguments/layer_normalization_rules", "beta's initializer", "Keras is off by 1.4 of it, Cornu by 0.3"),
];
