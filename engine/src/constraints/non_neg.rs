use crate::{Constraint, ConstraintSetting, Dims};

/// The type behind the constraint [`NonNeg`](constant@NonNeg).
#[derive(Debug)]
pub enum NonNeg {}

/// No value is negative: those that are become 0. Keras's `NonNeg`: `{ kernel_constraint: NonNeg }`.
#[allow(non_upper_case_globals, reason = "read as a value of a type")]
pub const NonNeg: ConstraintSetting = ConstraintSetting::new::<NonNeg>([0.0; 4]);

impl Constraint for NonNeg {
    fn apply(_: [f32; 4], values: &mut [f32], _: Dims) {
        values.iter_mut().for_each(|w| *w = if *w < 0.0 { 0.0 } else { *w });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_weights_become_0() {
        let mut weights = [-1.0, 0.5, -0.0, f32::NAN];
        NonNeg.apply(&mut weights, Dims::flat(4));
        assert_eq!(weights[..3], [0.0, 0.5, 0.0]);
        assert!(weights[3].is_nan());
    }
}
