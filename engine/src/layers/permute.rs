use crate::{Backward, Dims, Fit, Layer, Linear, Random, Shape, ShapeRule, parameters};

/// The sizes in another order, and the values with them: `Permute<2, 1>` turns a sequence of steps × features
/// into features × steps.
///
/// Keras's `Permute`: the numbers are those of the sizes that come in, from 1, and each is named once. Of an
/// image there are three: `Permute<3, 1, 2>` makes channels × rows × columns.
///
/// ```
/// use cornu_engine::{Image, Permute, Sequence, ShapeRule};
///
/// assert_eq!(<Permute<2, 1> as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [3, 24]);
/// assert_eq!(<Permute<3, 1, 2> as ShapeRule<Image<30, 20, 3>>>::OUTPUT.as_slice(), [3, 30, 20]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Permute<const FIRST: usize, const SECOND: usize = 0, const THIRD: usize = 0>;

parameters! {
    impl [const FIRST: usize, const SECOND: usize, const THIRD: usize] Permute<FIRST, SECOND, THIRD> {}
}

/// The sizes that come in by the order in which they go out, and how far apart in x their neighbours are.
#[derive(Clone, Copy)]
struct Order {
    sizes: [usize; 3],
    strides: [usize; 3],
}

impl Order {
    const fn new(gives: Dims, order: [usize; 3]) -> Self {
        let [_, b, c, _] = gives.sizes;
        let strides = [b * c, c, 1];
        let (mut sizes, mut permuted, mut place) = ([1; 3], [0; 3], 0);
        while place < 3 {
            // What does not fit has any sizes.
            if order[place] >= 1 && order[place] <= 3 {
                sizes[place] = gives.sizes[order[place] - 1];
                permuted[place] = strides[order[place] - 1];
            }
            place += 1;
        }
        Order { sizes, strides: permuted }
    }

    /// Calls `f` with the place in x of each value that goes out, in order.
    #[inline(always)]
    fn each(self, mut f: impl FnMut(usize)) {
        let ([a, b, c], [by_a, by_b, by_c]) = (self.sizes, self.strides);
        for first in 0..a {
            for second in 0..b {
                for third in 0..c {
                    f(first * by_a + second * by_b + third * by_c);
                }
            }
        }
    }
}

/// How many sizes are named.
const fn rank(order: [usize; 3]) -> usize {
    match order {
        [_, 0, 0] => 1,
        [_, _, 0] => 2,
        _ => 3,
    }
}

const fn fit(gives: Dims, order: [usize; 3]) -> Fit {
    let named = rank(order);
    let (mut axis, mut all) = (1, gives.rank == named);
    while axis <= named {
        all &= order[0] == axis || order[1] == axis || order[2] == axis;
        axis += 1;
    }
    match (all, named) {
        (true, _) => Fit::Ok,
        (false, 2) if gives.rank == 2 => Fit::Never { takes: "1 and 2 in some order" },
        (false, 3) if gives.rank == 3 => Fit::Never { takes: "1, 2 and 3 in some order" },
        (false, 1) => Fit::Other { takes: "values in a row, and 1", gives },
        (false, 2) => Fit::Other { takes: "a sequence, and 1 and 2 in some order", gives },
        (false, _) => Fit::Other { takes: "an image, and 1, 2 and 3 in some order", gives },
    }
}

impl<In: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize> ShapeRule<In>
    for Permute<FIRST, SECOND, THIRD>
{
    const OUTPUT: Dims = {
        let order = [FIRST, SECOND, THIRD];
        let [a, b, c] = Order::new(In::DIMS, order).sizes;
        Dims { rank: rank(order), sizes: [a, b, c, 1], vocabulary: 0 }
    };
    const FIT: Fit = fit(In::DIMS, [FIRST, SECOND, THIRD]);
}

#[diagnostic::do_not_recommend]
impl<In: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize> Layer<In>
    for Permute<FIRST, SECOND, THIRD>
{
    type Activation = Linear;
    const COST: usize = 0;

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        let order = const { Order::new(In::DIMS, [FIRST, SECOND, THIRD]) };
        for (x, y) in x.chunks_exact(In::DIMS.len()).zip(y.chunks_exact_mut(In::DIMS.len())) {
            let mut y = y.iter_mut();
            order.each(|place| y.by_ref().take(1).for_each(|y| *y = x[place]));
        }
    }

    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        let order = const { Order::new(In::DIMS, [FIRST, SECOND, THIRD]) };
        for (dx, dy) in dx.chunks_exact_mut(In::DIMS.len()).zip(pass.dy.chunks_exact(In::DIMS.len())) {
            let mut dy = dy.iter();
            order.each(|place| dy.by_ref().take(1).for_each(|dy| dx[place] = *dy));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer};

    /// Each value finds its place in what goes out by its own indices.
    fn check<In: Shape, const A: usize, const B: usize, const C: usize>() {
        check_layer::<In, Permute<A, B, C>>(|_, x| {
            let [_, b, c, _] = In::DIMS.sizes;
            let [_, out_b, out_c, _] = <Permute<A, B, C> as ShapeRule<In>>::OUTPUT.sizes;
            let mut y = std::vec![f64::NAN; x.len()];
            for (place, x) in x.iter().enumerate() {
                let at = [place / (b * c), place / c % b, place % c, 0];
                let [first, second, third] = [A, B, C].map(|axis| if axis == 0 { 0 } else { at[axis - 1] });
                y[(first * out_b + second) * out_c + third] = *x;
            }
            y
        });
    }

    #[test]
    fn values_go_with_their_sizes() {
        check::<Flat<4>, 1, 0, 0>();
        check::<Sequence<1, 3>, 2, 1, 0>();
        check::<Sequence<5, 3>, 2, 1, 0>();
        check::<Sequence<5, 3>, 1, 2, 0>();
        check::<Image<2, 3, 4>, 3, 1, 2>();
        check::<Image<2, 3, 4>, 2, 3, 1>();
        check::<Image<2, 3, 4>, 1, 3, 2>();
        check::<Image<2, 3, 4>, 2, 1, 3>();
        check::<Image<2, 3, 4>, 3, 2, 1>();
    }

    #[test]
    fn what_is_no_order_does_not_fit() {
        let misfit = |fit| matches!(fit, Fit::Other { .. } | Fit::Never { .. });
        assert!(misfit(<Permute<2, 2> as ShapeRule<Sequence<3, 2>>>::FIT));
        assert!(misfit(<Permute<0, 1> as ShapeRule<Sequence<3, 2>>>::FIT));
        assert!(misfit(<Permute<1, 2, 4> as ShapeRule<Image<3, 2, 1>>>::FIT));
        assert!(misfit(<Permute<1, 2> as ShapeRule<Image<3, 2, 1>>>::FIT));
        assert!(misfit(<Permute<2, 1> as ShapeRule<Flat<3>>>::FIT));
        assert!(misfit(<Permute<2> as ShapeRule<Flat<3>>>::FIT));
        assert!(misfit(<Permute<1> as ShapeRule<Sequence<3, 2>>>::FIT));
        assert!(misfit(<Permute<0> as ShapeRule<Flat<3>>>::FIT));
        assert!(misfit(<Permute<1, 0, 2> as ShapeRule<Image<3, 2, 1>>>::FIT));
    }
}
