use super::pooling::{Pool, Reduce, fit_image, fit_steps, pooling_layers};

/// The mean of each window over an image, channel by channel.
///
/// y = Σ x / n over the n pixels of the window. Keras's `AveragePooling2D`, with its defaults: the window is 2×2, and
/// the stride is the window's size. The window is square, or `(rows, columns)`. A window that hangs over the edge takes
/// the mean of the pixels that there are, as Keras does with TensorFlow and JAX. (With torch it repeats the edge, where
/// more hangs over on one side than on the other.)
///
/// | | |
/// |---|---|
/// | in | rows × columns × channels |
/// | out, `Valid` | ((rows − `POOL`) / `strides` + 1) × … × channels |
/// | out, `Same` | ⌈rows / `strides`⌉ × … × channels |
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Half <
///         Input<28, 28, 1>,
///         // 14×14
///         AveragePool2D,
///         // 7×7: windows that lie on one another.
///         AveragePool2D<3> { strides: 2, padding: Same },
///         // 7×1
///         AveragePool2D<(1, 4)>,
///         Flatten,
///         Dense<7, 10>
///     >;
/// }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct AveragePool2D<const POOL: usize = 2, const COLUMNS: usize = POOL>;

/// The mean of each window of `POOL` steps over a sequence, feature by feature.
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
#[derive(Clone, Debug)]
pub struct AveragePool1D<const POOL: usize = 2>;

pooling_layers! { Average, AveragePool2D, AveragePool1D }

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
        Configure, Dims, Fit, Image, Layer, Padding, Pool2DSettings, Sequence, Shape, WithColumns,
        convolution::reference::{Causal, Mode, Same, Valid},
        layers::pooling::tests::{Use, UseSteps, windows},
        setup,
        testing::{check_layer, check_layer_with},
    };

    fn reduce(seen: &[f64]) -> f64 {
        seen.iter().sum::<f64>() / seen.len() as f64
    }

    fn of_image<In: Shape, const A: usize, const B: usize, const C: usize, const D: usize, P: Mode>() {
        check_layer_with::<In, AveragePool2D<A, B>, Use<P, C, D>>(|_, x| {
            windows(x, In::DIMS, [A, B], [C, D], P::PADDING).iter().map(|seen| reduce(seen)).collect()
        });
    }

    fn of_steps<In: Shape, const POOL: usize, const STRIDE: usize, P: Mode>() {
        check_layer_with::<In, AveragePool1D<POOL>, UseSteps<P, STRIDE>>(|_, x| {
            let [steps, features, ..] = In::DIMS.sizes;
            let image = Dims::image(steps, 1, features);
            windows(x, image, [POOL, 1], [STRIDE, 1], P::PADDING).iter().map(|seen| reduce(seen)).collect()
        });
    }

    #[test]
    fn the_strides_are_the_windows_size_if_nothing_else_is_said() {
        check_layer::<Image<5, 6, 2>, AveragePool2D>(|_, x| {
            let windows = windows(x, Dims::image(5, 6, 2), [2, 2], [2, 2], Padding::Valid);
            windows.iter().map(|seen| reduce(seen)).collect()
        });
        check_layer::<Image<5, 6, 2>, <AveragePool2D<1> as WithColumns<3>>::Layer>(|_, x| {
            let windows = windows(x, Dims::image(5, 6, 2), [1, 3], [1, 3], Padding::Valid);
            windows.iter().map(|seen| reduce(seen)).collect()
        });
        check_layer::<Sequence<7, 2>, AveragePool1D<3>>(|_, x| {
            let windows = windows(x, Dims::image(7, 1, 2), [3, 1], [3, 1], Padding::Valid);
            windows.iter().map(|seen| reduce(seen)).collect()
        });
        setup! { struct Two: Pool2DSettings { strides: 2 } }
        check_layer_with::<Image<5, 6, 2>, AveragePool2D<3>, Two>(|_, x| {
            let windows = windows(x, Dims::image(5, 6, 2), [3, 3], [2, 2], Padding::Valid);
            windows.iter().map(|seen| reduce(seen)).collect()
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
        fn setting<L: Configure<S>, S: crate::Setup>() -> &'static str {
            match L::CHECK {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::image(4, 9, 1);
        let window = Fit::Window { rows: 5, columns: 5, gives };
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<5>>(), window);
        assert_eq!(<AveragePool2D<5> as crate::ShapeRule<Image<4, 9, 1>, Use<Same, 1, 1>>>::FIT, Fit::Ok);
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<0>>(), Fit::Zero);
        assert_eq!(fit_of::<Image<4, 9, 1>, AveragePool2D<2, 0>>(), Fit::Zero);
        assert!(matches!(fit_of::<Sequence<4, 9>, AveragePool2D>(), Fit::Other { .. }));
        let steps = Fit::Window { rows: 5, columns: 0, gives: Dims::sequence(4, 9) };
        assert_eq!(fit_of::<Sequence<4, 9>, AveragePool1D<5>>(), steps);
        assert_eq!(fit_of::<Sequence<4, 9>, AveragePool1D<0>>(), Fit::Zero);
        assert!(matches!(fit_of::<Image<4, 9, 1>, AveragePool1D>(), Fit::Other { .. }));
        assert_eq!(setting::<AveragePool2D, Use<Valid, 0, 1>>(), "strides");
        assert_eq!(setting::<AveragePool2D, Use<Valid, 1, 0>>(), "strides");
        assert_eq!(setting::<AveragePool2D, Use<Causal, 2, 2>>(), "padding");
        assert_eq!(setting::<AveragePool2D, Use<Valid, 2, 2>>(), "");
        assert_eq!(setting::<AveragePool1D, UseSteps<Valid, 0>>(), "strides");
        assert_eq!(setting::<AveragePool1D, UseSteps<Causal, 1>>(), "padding");
    }
}
