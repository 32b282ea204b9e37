//! What holds for a parameter beside the loss: regularizers and constraints. Each one is a file in `regularizers/`
//! and `constraints/`.

use crate::{Dims, NoConstraint, NoRegularizer, regularizers::l1_l2};

/// What a parameter, or a layer's output, adds to the loss. Keras's `Regularizer`.
///
/// Your own is a type that implements this, and stands in braces by a reference:
/// `{ kernel_regularizer: &Smooth(0.1) }`.
///
/// ```
/// use cornu::prelude::*;
/// use cornu::{Dims, Regularizer};
///
/// /// factor · Σ w⁴
/// #[derive(Debug)]
/// struct Quartic(f32);
///
/// impl Regularizer for Quartic {
///     fn penalty(&self, values: &[f32], _: Dims) -> f64 {
///         values.iter().map(|&w| f64::from(self.0) * f64::from(w).powi(4)).sum()
///     }
///
///     fn add_gradient(&self, values: &[f32], _: Dims, scale: f32, d: &mut [f32]) {
///         for (d, w) in d.iter_mut().zip(values) {
///             *d += scale * self.0 * 4.0 * w * w * w;
///         }
///     }
/// }
///
/// model! { struct Net < Dense<4, 2> { kernel_regularizer: &Quartic(0.1) } >; }
/// ```
pub trait Regularizer: core::fmt::Debug + Sync + 'static {
    /// What these values add to the loss; `dims` are their sizes, as in the table of parameters.
    fn penalty(&self, values: &[f32], dims: Dims) -> f64;

    /// Adds the gradient of that, times `scale`, to `d`.
    fn add_gradient(&self, values: &[f32], dims: Dims, scale: f32, d: &mut [f32]);

    /// Whether it adds nothing, so that nothing has to run.
    fn is_none(&self) -> bool {
        false
    }
}

/// What a parameter is made to fulfil after each step of training. Keras's `Constraint`.
///
/// Your own is a type that implements this, and stands in braces by a reference.
///
/// ```
/// use cornu::prelude::*;
/// use cornu::{Constraint, Dims};
///
/// /// No weight is above this.
/// #[derive(Debug)]
/// struct AtMost(f32);
///
/// impl Constraint for AtMost {
///     fn apply(&self, values: &mut [f32], _: Dims) {
///         values.iter_mut().for_each(|w| *w = w.min(self.0));
///     }
/// }
///
/// model! { struct Net < Dense<4, 2> { kernel_constraint: &AtMost(1.0) } >; }
/// ```
pub trait Constraint: core::fmt::Debug + Sync + 'static {
    /// Makes these values fulfil it; `dims` are their sizes, as in the table of parameters.
    fn apply(&self, values: &mut [f32], dims: Dims);

    /// Whether anything fulfils it, so that nothing has to run.
    fn is_none(&self) -> bool {
        false
    }
}

/// What holds for one parameter beside the loss: see [`Settings::rule`](crate::Settings::rule).
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// How much the magnitudes count.
    pub l1: f32,
    /// How much the squares count.
    pub l2: f32,
    /// What else is added to the loss.
    pub regularizer: &'static dyn Regularizer,
    /// What is fulfilled after each step.
    pub constraint: &'static dyn Constraint,
}

impl Rule {
    /// Nothing but the loss.
    pub const NONE: Rule = Rule { l1: 0.0, l2: 0.0, regularizer: &NoRegularizer, constraint: &NoConstraint };

    /// Whether nothing is added to the loss.
    #[inline(always)]
    pub fn adds_nothing(&self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0 && self.regularizer.is_none()
    }

    /// What these values add to the loss.
    #[inline(always)]
    pub fn penalty(&self, values: &[f32], dims: Dims) -> f64 {
        let mut sum = 0.0;
        if self.l1 != 0.0 || self.l2 != 0.0 {
            sum += l1_l2::penalty(self.l1, self.l2, values);
        }
        if !self.regularizer.is_none() {
            sum += self.regularizer.penalty(values, dims);
        }
        sum
    }

    /// Adds the gradient of that, times `scale`, to `d`.
    #[inline(always)]
    pub fn add_gradient(&self, values: &[f32], dims: Dims, scale: f32, d: &mut [f32]) {
        if self.l1 != 0.0 || self.l2 != 0.0 {
            l1_l2::add_gradient(self.l1, self.l2, values, scale, d);
        }
        if !self.regularizer.is_none() {
            self.regularizer.add_gradient(values, dims, scale, d);
        }
    }
}
