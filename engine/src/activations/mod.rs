//! The activations, a file each.

mod elu;
mod gelu;
mod hard_sigmoid;
mod leaky_relu;
mod linear;
mod relu;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod tanh;

pub use elu::Elu;
pub use gelu::Gelu;
pub use hard_sigmoid::HardSigmoid;
pub use leaky_relu::LeakyRelu;
pub use linear::Linear;
pub use relu::Relu;
pub use selu::Selu;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::Softmax;
pub(crate) use softmax::{row_maximum, softmax_below};
pub use softplus::Softplus;
pub use softsign::Softsign;
pub use tanh::Tanh;
