use crate::{Constraint, Dims};

/// No value is negative: those that are become 0. Keras's `NonNeg`: `{ kernel_constraint: &NonNeg }`.
#[derive(Clone, Copy, Debug)]
pub struct NonNeg;

impl Constraint for NonNeg {
    fn apply(&self, values: &mut [f32], _: Dims) {
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
