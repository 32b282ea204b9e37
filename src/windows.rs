//! Series as samples, after
//! [`keras.utils.timeseries_dataset_from_array`](https://keras.io/api/data_loading/timeseries/).

use crate::{Block, zeroed_vec};
use std::{error::Error, fmt};

/// Each `STEPS` values in a row of a series, and the `HORIZON` targets that follow them: what a network
/// learns to forecast with.
///
/// `series` and `targets` have an item for each moment, which is a number or an array of them; often both
/// are the same series. Sample i is `series[i..i + STEPS]`, and its target is
/// `targets[i + STEPS..i + STEPS + HORIZON]`: there are n − `STEPS` − `HORIZON` + 1 of them.
///
/// ```
/// let sales = [10.0, 11.0, 12.0, 13.0, 14.0];
/// let (inputs, targets) = cornu::windows::<3, 1, _, _>(&sales, &sales)?;
/// assert_eq!(inputs, [[10.0, 11.0, 12.0], [11.0, 12.0, 13.0]]);
/// assert_eq!(targets, [[13.0], [14.0]]);
/// # Ok::<(), cornu::WindowsError>(())
/// ```
///
/// Recurrent layers want an array each step, and one network may forecast one number of several:
///
/// ```
/// let (inputs, targets): (Vec<[[f32; 1]; 3]>, Vec<[f32; 2]>) =
///     cornu::windows(&[[10.0], [11.0], [12.0], [13.0], [14.0]], &[10.0, 11.0, 12.0, 13.0, 14.0])?;
/// assert_eq!(inputs, [[[10.0], [11.0], [12.0]]]);
/// assert_eq!(targets, [[13.0, 14.0]]);
/// # Ok::<(), cornu::WindowsError>(())
/// ```
///
/// A column of a [`Table`](crate::Table) is such a series: `columns(["sales"])` as it comes, with an array
/// each step, and `.as_flattened()` of it as plain numbers. Keras's targets begin at the moment to be
/// forecast, ours with the series; windows further apart than one step (Keras's `sequence_stride`) are
/// `inputs.into_iter().step_by(…)`.
///
/// # Errors
/// If the series is shorter than `STEPS` and `HORIZON` together, or has not as many moments as the targets.
#[expect(clippy::type_complexity, reason = "two vectors, as `fit` takes them")]
pub fn windows<const STEPS: usize, const HORIZON: usize, X: Block + Copy, Y: Block + Copy>(
    series: &[X],
    targets: &[Y],
) -> Result<(Vec<[X; STEPS]>, Vec<[Y; HORIZON]>), WindowsError> {
    const { assert!(STEPS > 0, "a window has at least one step: give `windows` STEPS from 1") };
    const { assert!(HORIZON > 0, "there is something to forecast: give `windows` a HORIZON from 1") };
    if series.len() != targets.len() {
        return Err(WindowsError::Lengths { series: series.len(), targets: targets.len() });
    }
    let Some(last) = series.len().checked_sub(STEPS.saturating_add(HORIZON)) else {
        return Err(WindowsError::TooShort { steps: STEPS, horizon: HORIZON, received: series.len() });
    };
    Ok((copies(series, last + 1), copies(&targets[STEPS..], last + 1)))
}

/// The first `count` windows of a series; large ones never stand on the stack.
fn copies<T: Block + Copy, const N: usize>(series: &[T], count: usize) -> Vec<[T; N]> {
    let mut copies = zeroed_vec::<[T; N]>(count);
    copies.iter_mut().zip(series.windows(N)).for_each(|(copy, window)| copy.copy_from_slice(window));
    copies
}

/// Why a series has no windows.
///
/// ```
/// use cornu::WindowsError;
///
/// let year = [1.0; 12];
/// let error = cornu::windows::<12, 1, _, _>(&year, &year).unwrap_err();
/// assert_eq!(error, WindowsError::TooShort { steps: 12, horizon: 1, received: 12 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowsError {
    /// Not one window fits.
    TooShort {
        /// The steps of a window.
        steps: usize,
        /// The steps to be forecast behind it.
        horizon: usize,
        /// The steps of the series.
        received: usize,
    },
    /// There are not as many targets as moments.
    Lengths {
        /// The steps of the series.
        series: usize,
        /// How many targets there are.
        targets: usize,
    },
}

impl fmt::Display for WindowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WindowsError::TooShort { steps, horizon, received } => write!(
                f,
                "the series is too short: expected at least {steps} steps and {horizon} to forecast, received \
                 {received}: give a longer series, or choose fewer steps"
            ),
            WindowsError::Lengths { series, targets } => write!(
                f,
                "the series and its targets do not match: expected a target for each step, received {series} steps \
                 and {targets} targets; give both from the same source, with the targets not yet moved"
            ),
        }
    }
}

impl Error for WindowsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_those_of_keras() {
        // The second example of Keras's documentation: ten steps in, the next one out.
        let data: Vec<f32> = (0..100_u8).map(f32::from).collect();
        let (inputs, targets) = windows::<10, 1, _, _>(&data, &data).unwrap();
        assert_eq!((inputs.len(), targets.len()), (90, 90));
        for (place, (input, target)) in inputs.iter().zip(&targets).enumerate() {
            assert_eq!((input.as_slice(), target[0]), (&data[place..place + 10], data[place + 10]));
        }
    }

    #[test]
    fn a_moment_may_be_several_numbers() {
        let series = [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]];
        let tens = series.map(|[_, ten]| ten);
        let (inputs, targets) = windows::<2, 1, _, _>(&series, &tens).unwrap();
        assert_eq!(inputs, [[[1.0, 10.0], [2.0, 20.0]], [[2.0, 20.0], [3.0, 30.0]]]);
        assert_eq!(targets, [[30.0], [40.0]]);
        let (_, targets) = windows::<1, 3, _, _>(&series, &series).unwrap();
        assert_eq!(targets, [[[2.0, 20.0], [3.0, 30.0], [4.0, 40.0]]]);
    }

    #[test]
    fn series_that_do_not_suffice_are_errors() {
        let series = [1.0; 5];
        assert_eq!(windows::<3, 2, _, _>(&series, &series).unwrap().0.len(), 1);
        for length in 0..5 {
            let short = &series[..length];
            let error = windows::<3, 2, _, _>(short, short).unwrap_err();
            assert_eq!(error, WindowsError::TooShort { steps: 3, horizon: 2, received: length });
        }
        let message = windows::<3, 2, _, _>(&series, &series[1..]).unwrap_err().to_string();
        assert!(message.contains("received 5 steps and 4 targets"), "{message}");
    }

    #[test]
    fn large_windows_do_not_pass_over_the_stack() {
        const LARGE: usize = 4 << 20;
        let series = vec![1.0; LARGE + 2];
        let (inputs, _) = windows::<LARGE, 1, _, _>(&series, &series).unwrap();
        assert_eq!((inputs.len(), inputs[1][LARGE - 1]), (2, 1.0));
    }
}
