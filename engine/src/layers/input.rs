use crate::{Dims, First};

/// What comes into a model, where its first layer does not say: `Input<784>` values,
/// `Input<24, 3>` steps × features, or `Input<32, 32, 3>` rows × columns × channels.
///
/// It stands first in `model!`, is no layer and costs nothing.
///
/// ```
/// use cornu_engine::{First, Input};
///
/// assert_eq!(<Input<32, 32, 3>>::INPUT.len(), 3072);
/// ```
#[derive(Debug)]
pub struct Input<const A: usize, const B: usize = 0, const C: usize = 0>;

#[diagnostic::do_not_recommend]
impl<const A: usize, const B: usize, const C: usize> First for Input<A, B, C> {
    const IS_INPUT: bool = true;
    const INPUT: Dims = match (B, C) {
        (0, 0) => Dims::flat(A),
        (_, 0) => Dims::sequence(A, B),
        _ => Dims::image(A, B, C),
    };
}
