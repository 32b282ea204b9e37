use super::pooling::{Pool, Reduce, fit, pooling_layer};
use crate::{Padding, Valid};
use core::marker::PhantomData;

/// The mean of each window over an image, channel by channel: windows of `POOL`×`POOL` pixels,
/// `STRIDE` pixels apart.
///
/// y = Σ x / n over the n pixels of the window. Keras's `AveragePooling2D`, with its defaults: the window is 2×2, and the stride is the
/// window's size. A window that
/// hangs over the edge takes the mean of the pixels that there are, as Keras does with TensorFlow and JAX. (With
/// torch it repeats the edge, where more hangs over on one side than on the other.)
///
/// | | |
/// |---|---|
/// | in | rows × columns × channels |
/// | out, `Valid` | ((rows − `POOL`) / `STRIDE` + 1) × … × channels |
/// | out, `Same` | ⌈rows / `STRIDE`⌉ × … × channels |
///
/// ```
/// use cornu_engine::{AveragePool2D, Image, Same, ShapeRule};
///
/// type Half = AveragePool2D;
/// assert_eq!(<Half as ShapeRule<Image<30, 30, 32>>>::OUTPUT.as_slice(), [15, 15, 32]);
/// type Overlapping = AveragePool2D<3, 2, Same>;
/// assert_eq!(<Overlapping as ShapeRule<Image<13, 13, 64>>>::OUTPUT.as_slice(), [7, 7, 64]);
/// ```
pub type AveragePool2D<const POOL: usize = 2, const STRIDE: usize = POOL, P = Valid> =
    RectangularAveragePool2D<POOL, POOL, STRIDE, STRIDE, P>;

/// A [`AveragePool2D`] whose windows are `ROWS`×`COLUMNS` pixels.
///
/// ```
/// use cornu_engine::{Image, RectangularAveragePool2D, ShapeRule};
///
/// type Wide = RectangularAveragePool2D<1, 4>;
/// assert_eq!(<Wide as ShapeRule<Image<30, 30, 32>>>::OUTPUT.as_slice(), [30, 7, 32]);
/// ```
#[repr(C)]
#[derive(Debug)]
pub struct RectangularAveragePool2D<
    const ROWS: usize,
    const COLUMNS: usize,
    const ROW_STRIDE: usize = ROWS,
    const COLUMN_STRIDE: usize = COLUMNS,
    P = Valid,
> {
    padding: PhantomData<P>,
}

pooling_layer! {
    impl [
        const ROWS: usize,
        const COLUMNS: usize,
        const ROW_STRIDE: usize,
        const COLUMN_STRIDE: usize,
        P: Padding
    ] RectangularAveragePool2D<ROWS, COLUMNS, ROW_STRIDE, COLUMN_STRIDE, P> {
        Average,
        image,
        Pool::of_image(P::MODE, In::DIMS, [ROWS, COLUMNS], [ROW_STRIDE, COLUMN_STRIDE]),
        if COLUMNS == 0 {
            crate::Fit::Zero
        } else {
            fit(In::DIMS, P::MODE, [ROWS, COLUMNS], [ROW_STRIDE, COLUMN_STRIDE])
        }
    }
}

/// The mean of each window over a sequence, feature by feature: windows of `POOL` steps, `STRIDE` steps
/// apart.
///
/// Keras's `AveragePooling1D`, with its defaults; all else is as with [`AveragePool2D`].
///
/// ```
/// use cornu_engine::{AveragePool1D, Sequence, ShapeRule};
///
/// type Hours = AveragePool1D<4>;
/// assert_eq!(<Hours as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [6, 3]);
/// ```
#[repr(C)]
#[derive(Debug)]
pub struct AveragePool1D<const POOL: usize = 2, const STRIDE: usize = POOL, P = Valid> {
    padding: PhantomData<P>,
}

pooling_layer! {
    impl [const POOL: usize, const STRIDE: usize, P: Padding] AveragePool1D<POOL, STRIDE, P> {
        Average,
        sequence,
        Pool::of_steps(P::MODE, In::DIMS, POOL, STRIDE),
        fit(In::DIMS, P::MODE, [POOL, 0], [STRIDE, STRIDE])
    }
}

pub(super) struct Average;

impl Reduce for Average {
    const START: f32 = 0.0;
    const MACS_PER_VALUE: usize = 1;

    #[inline(always)]
    fn add(total: f32, x: f32) -> f32 {
        total + x
    }

    #[inline(always)]
    fn join(total: f64, part: f32) -> f64 {
        total + f64::from(part)
    }

    #[inline(always)]
    fn finish(total: f32, count: f32) -> f32 {
        total / count
    }

    #[inline(always)]
    fn share(dy: f32, count: f32) -> f32 {
        dy / count
    }

    #[inline(always)]
    fn take(_: f32, _: f32, left: f32) -> (f32, f32) {
        (left, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Causal, Dims, Fit, Image, Layer, NoSettings, Same, Sequence, Shape, layers::pooling::tests::windows,
        testing::check_layer,
    };

    fn reduce(seen: &[f64]) -> f64 {
        seen.iter().sum::<f64>() / seen.len() as f64
    }

    fn of_image<In: Shape, const A: usize, const B: usize, const C: usize, const D: usize, P: Padding>() {
        check_layer::<In, RectangularAveragePool2D<A, B, C, D, P>>(&NoSettings, |_, x| {
            windows(x, In::DIMS, [A, B], [C, D], P::MODE).iter().map(|seen| reduce(seen)).collect()
        });
    }

    fn of_steps<In: Shape, const POOL: usize, const STRIDE: usize, P: Padding>() {
        check_layer::<In, AveragePool1D<POOL, STRIDE, P>>(&NoSettings, |_, x| {
            let [steps, features, ..] = In::DIMS.sizes;
            let image = Dims::image(steps, 1, features);
            windows(x, image, [POOL, 1], [STRIDE, 1], P::MODE).iter().map(|seen| reduce(seen)).collect()
        });
    }

    #[test]
    fn of_images() {
        of_image::<Image<1, 1, 1>, 1, 1, 1, 1, Valid>();
        of_image::<Image<4, 6, 3>, 2, 2, 2, 2, Valid>();
        // A row and a column that no window sees.
        of_image::<Image<5, 7, 2>, 2, 2, 2, 2, Valid>();
        // Blocks of 32 channels, of 8, and single ones; windows that lie on one another.
        of_image::<Image<4, 2, 41>, 3, 2, 1, 1, Valid>();
        of_image::<Image<2, 3, 16>, 2, 3, 1, 1, Valid>();
        // Gaps between the windows.
        of_image::<Image<7, 5, 3>, 1, 2, 3, 3, Valid>();
    }

    #[test]
    fn of_images_that_windows_hang_over() {
        of_image::<Image<1, 1, 1>, 2, 3, 2, 3, Same>();
        of_image::<Image<5, 7, 2>, 2, 2, 2, 2, Same>();
        of_image::<Image<4, 3, 9>, 3, 3, 1, 1, Same>();
        of_image::<Image<3, 2, 2>, 4, 5, 1, 2, Same>();
    }

    #[test]
    fn of_sequences() {
        of_steps::<Sequence<1, 1>, 1, 1, Valid>();
        of_steps::<Sequence<7, 3>, 2, 2, Valid>();
        of_steps::<Sequence<5, 33>, 3, 1, Valid>();
        of_steps::<Sequence<7, 3>, 3, 2, Same>();
        of_steps::<Sequence<5, 1>, 4, 1, Same>();
    }

    #[test]
    fn what_does_not_fit_is_told() {
        fn fit_of<In: Shape, L: Layer<In>>() -> Fit {
            L::FIT
        }
        let gives = Dims::image(4, 9, 1);
        let window = Fit::Window { rows: 5, columns: 5, gives };
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<5>>(), window);
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<5, 1, Same>>(), Fit::Ok);
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<0>>(), Fit::Zero);
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<2, 0>>(), Fit::Zero);
        assert!(matches!(fit_of::<Image<4, 9, 1>, AveragePool2D<2, 2, Causal>>(), Fit::Never { .. }));
        assert!(matches!(fit_of::<Sequence<4, 9>, AveragePool2D>(), Fit::Other { .. }));
        let steps = Fit::Window { rows: 5, columns: 0, gives: Dims::sequence(4, 9) };
        assert_eq!(fit_of::<Sequence<4, 9>, AveragePool1D<5>>(), steps);
        assert_eq!(fit_of::<Sequence<4, 9>, AveragePool1D<0>>(), Fit::Zero);
        assert!(matches!(fit_of::<Image<4, 9, 1>, AveragePool1D>(), Fit::Other { .. }));
    }
}
