use super::{Fenced, Sum, Truth, assert_near, noise, same_bits};
use crate::{DefaultsOf, Fit, Inputs, Merge, Setup, random};
use std::vec::Vec;

/// Asserts that a merge does what [`Merge`] asks, and computes what `reference` does.
///
/// `reference` makes what comes out of one sample of each value, in f64 and as plainly as can be; gradients
/// are compared with its central differences, as [`check_layer`](super::check_layer) does.
///
/// ```
/// use cornu_engine::{Flat, Subtract, testing::check_merge};
///
/// check_merge::<(Flat<3>, Flat<3>), Subtract>(|x| {
///     x[0].iter().zip(&x[1]).map(|(a, b)| a - b).collect()
/// });
/// ```
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_merge<In: Inputs, M: Merge<In>>(reference: impl Fn(&[Vec<f64>]) -> Vec<f64>) {
    check_merge_with::<In, M, DefaultsOf<M>>(reference);
}

/// [`check_merge`], of a layer with settings: see [`setup!`](crate::setup).
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_merge_with<In: Inputs, M: Merge<In, S>, S: Setup>(reference: impl Fn(&[Vec<f64>]) -> Vec<f64>) {
    assert!(matches!(M::FIT, Fit::Ok), "these values fit: {:?}", M::FIT);
    const MOST: usize = 7;
    let (lengths, outputs): (Vec<_>, _) =
        (In::ALL.iter().map(|sizes| sizes.len()).collect(), M::OUTPUT.len());
    let mut random = random(7, 0);
    let x: Vec<Vec<f32>> =
        lengths.iter().map(|length| (0..MOST * length).map(|_| noise(&mut random)).collect()).collect();
    let dy: Vec<f32> = (0..MOST * outputs).map(|_| noise(&mut random)).collect();

    // One sample of all values is a row of numbers, of which the reference is the function.
    let of_row = |_: &[f64], row: &[f64]| {
        let mut rest = row;
        let values = lengths.iter().map(|&length| {
            let (value, behind) = rest.split_at(length);
            rest = behind;
            value.to_vec()
        });
        reference(&values.collect::<Vec<_>>())
    };
    let row = |sample: usize| -> Vec<f32> {
        let values = x.iter().zip(&lengths);
        values.flat_map(|(x, &length)| x[sample * length..][..length].to_vec()).collect()
    };
    let truths: Vec<Truth> = (0..MOST).map(|sample| Truth::of(&of_row, &[], &row(sample), false)).collect();

    let infer = |x: &[Vec<f32>], batch: usize| {
        let x: Vec<&[f32]> = x.iter().zip(&lengths).map(|(x, length)| &x[..batch * length]).collect();
        let mut y = Fenced::new(batch * outputs);
        M::infer(&x, y.floats());
        y.open()
    };
    for batch in [1, 2, MOST] {
        let y = infer(&x, batch);
        let want: Vec<Sum> = truths[..batch].iter().flat_map(|truth| truth.y.iter().copied()).collect();
        assert_near("y", &y, &want);

        let mut start = 0;
        for (which, length) in lengths.iter().enumerate() {
            let x: Vec<&[f32]> = x.iter().zip(&lengths).map(|(x, length)| &x[..batch * length]).collect();
            let mut dx = Fenced::new(batch * length);
            M::backward(&x, &y, &dy[..batch * outputs], which, dx.floats());
            let samples = truths.iter().zip(dy.chunks(outputs)).take(batch);
            let want: Vec<Sum> = samples
                .flat_map(|(truth, dy)| {
                    let slopes = &truth.by_input[start..start + length];
                    slopes.iter().map(move |slopes| Sum::along(slopes, dy))
                })
                .collect();
            assert_near(&std::format!("dx of value {which}"), &dx.open(), &want);
            start += length;
        }
    }

    let clean = infer(&x, MOST);
    let (sample, mut start) = (MOST / 2, 0);
    for (which, length) in lengths.iter().enumerate() {
        let mut x = x.clone();
        x[which][sample * length + length / 2] = f32::NAN;
        let slopes = &truths[sample].by_input[start + length / 2];
        let y = infer(&x, MOST);
        for (n, (y, clean)) in y.chunks(outputs).zip(clean.chunks(outputs)).enumerate() {
            if n == sample {
                let kept = y.iter().zip(slopes).all(|(y, &slope)| slope == 0.0 || y.is_nan());
                assert!(kept, "NaN must go through");
            } else {
                assert!(same_bits(y, clean), "NaN in one sample changes another");
            }
        }
        start += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dims, Flat, NoSettings, configure};
    use std::{panic::catch_unwind, string::String};

    const NONE: u8 = 0;
    const ADDS_TO_Y: u8 = 1;
    const INEXACT: u8 = 2;
    const DROPS_NAN: u8 = 3;
    const SPREADS_NAN: u8 = 4;
    const WRONG_DX: u8 = 5;
    const LEAVES_DX: u8 = 6;

    /// a · b, with one of these mistakes.
    struct FlawedProduct<const FLAW: u8>;
    configure! { impl [const FLAW: u8] FlawedProduct<FLAW>: NoSettings }

    impl<const FLAW: u8> Merge<(Flat<3>, Flat<3>)> for FlawedProduct<FLAW> {
        const OUTPUT: Dims = Dims::flat(3);
        const FIT: Fit = Fit::Ok;

        fn infer(x: &[&[f32]], y: &mut [f32]) {
            for (place, y) in y.iter_mut().enumerate() {
                let product = x[0][place] * x[1][place];
                *y = match FLAW {
                    ADDS_TO_Y => *y + product,
                    INEXACT => product * 1.000_01,
                    DROPS_NAN => product.max(-9.0),
                    _ => product,
                };
            }
            if FLAW == SPREADS_NAN && x[1].iter().any(|x| x.is_nan()) {
                y[0] = f32::NAN;
            }
        }

        fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
            let other = if FLAW == WRONG_DX { 0 } else { 1 - which };
            let end = if FLAW == LEAVES_DX { 2 } else { dx.len() };
            for (place, dx) in dx[..end].iter_mut().enumerate() {
                *dx = dy[place] * x[other][place];
            }
        }
    }

    #[test]
    fn every_mistake_of_a_merge_is_found_and_named() {
        fn verdict<const FLAW: u8>() -> String {
            let product = |x: &[Vec<f64>]| x[0].iter().zip(&x[1]).map(|(a, b)| a * b).collect();
            match catch_unwind(|| check_merge::<(Flat<3>, Flat<3>), FlawedProduct<FLAW>>(product)) {
                Ok(()) => String::from("right"),
                Err(panic) => panic
                    .downcast::<String>()
                    .map_or_else(|text| String::from(*text.downcast_ref::<&str>().unwrap()), |text| *text),
            }
        }
        for (verdict, start) in [
            (verdict::<NONE>(), "right"),
            (verdict::<ADDS_TO_Y>(), "y at 0: NaN"),
            (verdict::<INEXACT>(), "y at"),
            (verdict::<DROPS_NAN>(), "NaN must go through"),
            (verdict::<SPREADS_NAN>(), "NaN in one sample changes another"),
            (verdict::<WRONG_DX>(), "dx of value 0 at 0"),
            (verdict::<LEAVES_DX>(), "dx of value 0 at 2: NaN"),
        ] {
            assert!(verdict.starts_with(start), "{verdict}: not {start}");
        }
    }
}
