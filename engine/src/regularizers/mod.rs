//! What a parameter may add to the loss, one a file.

pub(crate) mod l1_l2;
mod orthogonal;

pub use l1_l2::{L1, L1L2, L2};
pub use orthogonal::{OrthogonalColumnsRegularizer, OrthogonalRegularizer};

/// Asserts that a regularizer adds what `reference` makes of the values in f64, and the gradient of that by central
/// differences, times a factor, to what is there.
#[cfg(test)]
fn check_regularizer(
    regularizer: crate::RegularizerSetting,
    dims: crate::Dims,
    reference: impl Fn(&[f64]) -> f64,
) {
    use std::vec::Vec;
    let values: Vec<f32> = (0..dims.len()).map(|n| (n as f32 * 1.7 + 0.3).sin() + 0.1).collect();
    let wide: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
    let (got, want) = (regularizer.penalty(&values, dims), reference(&wide));
    assert!((got - want).abs() <= 1e-12 * want.abs(), "{got} and {want}");

    let mut d: Vec<f32> = (0..dims.len()).map(|n| n as f32 * 0.01).collect();
    regularizer.add_gradient(&values, dims, 0.5, &mut d);
    for place in 0..dims.len() {
        let moved = |by: f64| {
            let mut values = wide.clone();
            values[place] += by;
            reference(&values)
        };
        let want = 0.5 * (moved(1e-6) - moved(-1e-6)) / 2e-6 + place as f64 * 0.01;
        // A few additions, each rounded by half of 6e-8 of a number below 1.
        assert!(
            (f64::from(d[place]) - want).abs() <= 2e-7 + 2e-7 * want.abs(),
            "{} and {want} at {place}",
            d[place]
        );
    }
}
