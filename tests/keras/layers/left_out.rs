//! What Keras has, and Cornu has not.

const ACTIVATION: &str = "Cornu has no such activation; one's own is a type";
const ARGUMENT: &str = "Cornu's activations have no arguments; one's own is a type";
const BOTH: &str = "a normalization always has both gamma and beta";
const CROSS: &str = "Cornu's attention is self-attention";
const RECTANGLE: &str =
    "here Cornu's kernels are square, and strides alike: the cases called `square` are compared";

/// The file, the case, and why it is not compared.
pub(super) const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("activation", "log_softmax", ACTIVATION),
    ("activation", "mish", ACTIVATION),
    ("activation", "exponential", ACTIVATION),
    ("activation", "hard_silu", ACTIVATION),
    ("activation", "relu6", ACTIVATION),
    ("activation", "log_sigmoid", ACTIVATION),
    ("activation", "ReLU cut", ARGUMENT),
    (
        "activation",
        "LeakyReLU",
        "its slope is 0.3, that of the activation `leaky_relu` 0.2, and Cornu's is that",
    ),
    ("activation", "LeakyReLU 0.125", ARGUMENT),
    ("activation", "ELU 0.5", ARGUMENT),
    ("activation", "PReLU", "Cornu has no activation that learns"),
    ("activation", "PReLU of an image", "Cornu has no activation that learns"),
    ("activation", "PReLU shared", "Cornu has no activation that learns"),
    ("batch_normalization", "no center", BOTH),
    ("batch_normalization", "no scale", BOTH),
    ("layer_normalization", "no center", BOTH),
    ("layer_normalization", "no scale", BOTH),
    ("multi_head_attention", "value_dim", "Cornu's values are as wide as its keys"),
    ("multi_head_attention", "other steps", CROSS),
    ("multi_head_attention", "other steps and features", CROSS),
    ("multi_head_attention", "other steps, causal", CROSS),
    ("merging", "Dot, normalized", "Cornu's `Dot` does not normalize"),
    ("time_distributed", "Conv2D", "a sample has three sizes at most, and a step of images would have four"),
    ("conv2d_transpose", "valid", RECTANGLE),
    ("conv2d_transpose", "same", RECTANGLE),
    ("conv2d_transpose", "valid, stride 2", RECTANGLE),
    ("conv2d_transpose", "same, stride 2", RECTANGLE),
    ("conv2d_transpose", "same, stride 2, kernel 5 x 3", RECTANGLE),
    ("conv2d_transpose", "valid, strides 1 and 3", RECTANGLE),
    ("conv2d_transpose", "no bias", RECTANGLE),
    ("conv2d_transpose", "relu", RECTANGLE),
    ("depthwise_conv2d", "valid", RECTANGLE),
    ("depthwise_conv2d", "valid, multiplier 2", RECTANGLE),
    ("depthwise_conv2d", "same, multiplier 2", RECTANGLE),
    ("depthwise_conv2d", "same, stride 2", RECTANGLE),
    ("depthwise_conv2d", "valid, stride 2", RECTANGLE),
    ("depthwise_conv2d", "same, dilation 2", RECTANGLE),
    ("depthwise_conv2d", "no bias", RECTANGLE),
    ("depthwise_conv2d", "relu", RECTANGLE),
    ("separable_conv2d", "valid", RECTANGLE),
    ("separable_conv2d", "same, multiplier 2", RECTANGLE),
    ("separable_conv2d", "same, stride 2", RECTANGLE),
    ("separable_conv2d", "valid, dilation 2", RECTANGLE),
    ("separable_conv2d", "no bias", RECTANGLE),
    ("separable_conv2d", "relu", RECTANGLE),
];
