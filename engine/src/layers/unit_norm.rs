use crate::{
    Backward, Dims, Fit, Layer, Linear, Random, Setup, Shape, ShapeRule,
    math::sqrt,
    parameters, settings,
    sums::{row_sum, row_sum_of_two},
    vectorize,
};

/// Brings the features of each step to the length 1 as a vector: y = x / √(Σ x²).
///
/// Keras's `UnitNormalization` (`keras/src/layers/normalization/unit_normalization.py`). Nothing is learnt. Features that
/// are all but 0 are multiplied by no more than 10¹², as in Keras. The constraint of that name is
/// [`UnitNorm`](constant@crate::constraints::UnitNorm).
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Net < Dense<8, 16>, UnitNorm >; }
/// ```
///
/// ```
/// use cornu_engine::{Flat, Layer, UnitNorm};
///
/// let mut y = [f32::NAN; 2];
/// Layer::<Flat<2>>::infer(&UnitNorm {}, &[3.0, 4.0], &mut y, &mut []);
/// assert!((y[0] - 0.6).abs() < 1e-6 && (y[1] - 0.8).abs() < 1e-6);
/// ```
// With braces, since the constraint is a value of this name.
#[repr(C)]
#[derive(Clone, Debug)]
pub struct UnitNorm {}

settings! {
    /// What may stand in braces behind a [`UnitNorm`](struct@UnitNorm).
    pub struct UnitNormSettings {
        /// Along which size the vectors lie: 1 is a sample's first, -1 its last. Default: -1.
        pub axis: isize = -1 => (axis != 0, "a sample's size: 1 is the first, -1 the last"),
    }
}

parameters! { impl [] UnitNorm: UnitNormSettings {} }

/// 1/ε, with the ε that Keras has there.
const LARGEST: f32 = 1e12;

/// How the vectors lie in a sample.
#[derive(Clone, Copy)]
struct Vectors {
    length: usize,
    /// How far apart in memory the neighbours of one are; so many vectors lie between each other.
    step: usize,
}

impl Vectors {
    const fn new(sizes: Dims, axis: isize) -> Option<Self> {
        match sizes.place_of(axis) {
            Some(place) => Some(Vectors { length: sizes.sizes[place], step: sizes.len_from(place + 1) }),
            None => None,
        }
    }

    /// [`new`](Vectors::new) of what fits.
    const fn of(sizes: Dims, axis: isize) -> Self {
        match Self::new(sizes, axis) {
            Some(vectors) => vectors,
            None => Vectors { length: 1, step: 1 },
        }
    }

    /// Where the values of a vector stand in its block.
    #[inline(always)]
    fn places(self, number: usize) -> impl Iterator<Item = usize> {
        (0..self.length).map(move |place| number + place * self.step)
    }
}

/// What vectors with this sum of squares are multiplied by.
#[inline(always)]
fn scale(squares: f32) -> f32 {
    let scale = 1.0 / sqrt(squares);
    if scale > LARGEST { LARGEST } else { scale }
}

/// dx = s·(dy − x·slope), where a vector that is too short has no slope: its factor is a constant.
#[inline(always)]
fn slope(along: f32, scale: f32) -> f32 {
    if scale < LARGEST { along * scale * scale } else { 0.0 }
}

impl<In: Shape, S: Setup<Settings = UnitNormSettings>> ShapeRule<In, S> for UnitNorm {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::setting(
        "axis",
        Vectors::new(In::DIMS, S::SETTINGS.axis).is_some(),
        "a size of what comes in: 1 is the first, -1 the last",
    );
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = UnitNormSettings>> Layer<In, S> for UnitNorm {
    type Activation = Linear;
    const COST: usize = 2 * In::DIMS.len();
    /// A step by itself is all there is of a vector, if that does not go over steps.
    const STATE: Option<usize> = match (In::DIMS.rank, Vectors::of(In::DIMS, S::SETTINGS.axis).step) {
        (1 | 2, 1) => Some(0),
        _ => None,
    };

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        let vectors = const { Vectors::of(In::DIMS, S::SETTINGS.axis) };
        let block = vectors.length * vectors.step;
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(block).zip(x.chunks_exact(block)) {
                    if vectors.step == 1 {
                        let scale = scale(row_sum(x, |x| x * x));
                        y.iter_mut().zip(x).for_each(|(y, x)| *y = x * scale);
                        continue;
                    }
                    for number in 0..vectors.step {
                        let scale = scale(vectors.places(number).map(|place| x[place] * x[place]).sum());
                        vectors.places(number).for_each(|place| y[place] = x[place] * scale);
                    }
                }
            },
        );
    }

    /// With s = 1/|x|: dx = s·(dy − x·s²·Σ dy·x).
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Backward { x, dy, dx, .. } = pass;
        let Some(dx) = dx else { return };
        let vectors = const { Vectors::of(In::DIMS, S::SETTINGS.axis) };
        let block = vectors.length * vectors.step;
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let blocks = x.chunks_exact(block).zip(dy.chunks_exact(block));
                for (dx, (x, dy)) in dx.chunks_exact_mut(block).zip(blocks) {
                    if vectors.step == 1 {
                        let scale = scale(row_sum(x, |x| x * x));
                        let slope = slope(row_sum_of_two(dy, x, |dy, x| dy * x), scale);
                        let row = dx.iter_mut().zip(dy.iter().zip(x));
                        row.for_each(|(dx, (dy, x))| *dx = scale * (dy - x * slope));
                        continue;
                    }
                    for number in 0..vectors.step {
                        let scale = scale(vectors.places(number).map(|place| x[place] * x[place]).sum());
                        let along = vectors.places(number).map(|place| dy[place] * x[place]).sum();
                        let slope = slope(along, scale);
                        let places = vectors.places(number);
                        places.for_each(|place| dx[place] = scale * (dy[place] - x[place] * slope));
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer_with};

    struct Along<const AXIS: isize>;

    impl<const AXIS: isize> Setup for Along<AXIS> {
        type Settings = UnitNormSettings;
        const SETTINGS: UnitNormSettings = UnitNormSettings { axis: AXIS };
    }

    /// Each value is divided by the length of those whose indices differ from its own along one axis alone.
    fn check<In: Shape, const AXIS: isize>(axis: usize) {
        check_layer_with::<In, UnitNorm, Along<AXIS>>(|_, x| {
            let [_, b, c, _] = In::DIMS.sizes;
            let at = |place: usize| [place / (b * c), place / c % b, place % c];
            let squares = |place: usize| {
                let others = (0..x.len()).filter(|&other| {
                    (0..3).all(|index| index == axis || at(other)[index] == at(place)[index])
                });
                others.map(|other| x[other] * x[other]).sum::<f64>()
            };
            (0..x.len()).map(|place| x[place] / squares(place).sqrt()).collect()
        });
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<2>, -1>(0);
        check::<Flat<5>, -1>(0);
        check::<Flat<83>, 1>(0);
        check::<Sequence<4, 16>, -1>(1);
        check::<Image<2, 3, 17>, -1>(2);
    }

    #[test]
    fn along_other_sizes() {
        check::<Sequence<4, 3>, 1>(0);
        check::<Sequence<4, 3>, -2>(0);
        check::<Image<4, 3, 5>, 1>(0);
        check::<Image<2, 3, 5>, 2>(1);
        assert_eq!(<UnitNorm as Layer<Sequence<4, 3>>>::STATE, Some(0));
        assert_eq!(<UnitNorm as Layer<Sequence<4, 3>, Along<1>>>::STATE, None);
    }

    #[test]
    fn an_axis_is_one_of_the_sizes() {
        let is_axis = |fit| matches!(fit, Fit::Setting { name: "axis", .. });
        assert!(is_axis(<UnitNorm as ShapeRule<Flat<3>, Along<2>>>::FIT));
        assert!(is_axis(<UnitNorm as ShapeRule<Sequence<3, 2>, Along<-3>>>::FIT));
        assert!(is_axis(UnitNormSettings { axis: 0 }.check()));
    }

    #[test]
    fn what_has_no_direction_stays_zero() {
        let (mut y, mut dx) = ([f32::NAN; 2], [f32::NAN; 2]);
        Layer::<Flat<2>>::infer(&UnitNorm {}, &[0.0, -0.0], &mut y, &mut []);
        assert_eq!(y, [0.0; 2]);
        let pass = Backward {
            x: &[0.0; 2],
            y: &y,
            dy: &[1.0, -1.0],
            dx: Some(&mut dx),
            trace: &mut [],
            scratch: &mut [],
        };
        Layer::<Flat<2>>::backward(&UnitNorm {}, pass, None);
        assert_eq!(dx, [1e12, -1e12]);
    }
}
