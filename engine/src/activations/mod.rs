//! The activations, a file each.

mod linear;
mod relu;
mod sigmoid;
mod softmax;
mod tanh;

pub use linear::Linear;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::Softmax;
pub(crate) use softmax::softmax_row;
pub use tanh::Tanh;
