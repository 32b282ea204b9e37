//! What holds for a parameter beside the loss: regularizers and constraints. Each one is a file in `regularizers/`
//! and `constraints/`.

use crate::{Dims, Fit, regularizers::l1_l2};
use core::fmt;

/// How many numbers a regularizer or a constraint may have.
const NUMBERS: usize = 4;

/// What a parameter, or a layer's output, adds to the loss. Keras's `Regularizer`.
///
/// A type that implements this has no values: together with its numbers, of which there are up to four, it makes a
/// [`RegularizerSetting`], the value of a setting. A constant function of the type's name makes that, so that it reads
/// as in Keras.
///
/// ```
/// use cornu::prelude::*;
/// use cornu::{Dims, Regularizer, RegularizerSetting};
///
/// /// factor · Σ w⁴
/// pub enum Quartic {}
///
/// impl Regularizer for Quartic {
///     fn penalty([factor, ..]: [f32; 4], values: &[f32], _: Dims) -> f64 {
///         values.iter().map(|&w| f64::from(factor) * f64::from(w).powi(4)).sum()
///     }
///
///     fn add_gradient([factor, ..]: [f32; 4], values: &[f32], _: Dims, scale: f32, d: &mut [f32]) {
///         for (d, w) in d.iter_mut().zip(values) {
///             *d += scale * factor * 4.0 * w * w * w;
///         }
///     }
/// }
///
/// #[allow(non_snake_case)]
/// pub const fn Quartic(factor: f32) -> RegularizerSetting {
///     RegularizerSetting::new::<Quartic>([factor, 0.0, 0.0, 0.0]).must(factor >= 0.0, "a `Quartic` of at least 0")
/// }
///
/// model! { struct Net < Dense<4, 2> { kernel_regularizer: Quartic(0.1) } >; }
/// ```
pub trait Regularizer: 'static {
    /// What these values add to the loss; `dims` are their sizes, as in the table of parameters.
    fn penalty(numbers: [f32; NUMBERS], values: &[f32], dims: Dims) -> f64;

    /// Adds the gradient of that, times `scale`, to `d`.
    fn add_gradient(numbers: [f32; NUMBERS], values: &[f32], dims: Dims, scale: f32, d: &mut [f32]);
}

/// A [`Regularizer`] with its numbers: the value of a setting. [`Regularizer`] has an example.
#[derive(Clone, Copy)]
pub struct RegularizerSetting {
    numbers: [f32; NUMBERS],
    penalty: fn([f32; NUMBERS], &[f32], Dims) -> f64,
    add_gradient: fn([f32; NUMBERS], &[f32], Dims, f32, &mut [f32]),
    must: Option<&'static str>,
    none: bool,
}

impl RegularizerSetting {
    /// Nothing is added to the loss: the default.
    pub const NONE: Self = RegularizerSetting {
        numbers: [0.0; NUMBERS],
        penalty: |_, _, _| 0.0,
        add_gradient: |_, _, _, _, _| {},
        must: None,
        none: true,
    };

    /// `R` with these numbers.
    pub const fn new<R: Regularizer>(numbers: [f32; NUMBERS]) -> Self {
        RegularizerSetting {
            numbers,
            penalty: R::penalty,
            add_gradient: R::add_gradient,
            must: None,
            none: false,
        }
    }

    /// The same, if it `is_sensible`; else the setting is an error of compilation, which says what it must be: `must`
    /// completes the sentence "`kernel_regularizer` of `Layer` must be …".
    #[must_use]
    pub const fn must(self, is_sensible: bool, must: &'static str) -> Self {
        match is_sensible {
            true => self,
            false => RegularizerSetting { must: Some(must), ..self },
        }
    }

    /// Whether its numbers make sense. The setting that it is the value of adds its name.
    #[doc(hidden)]
    pub const fn check(&self) -> Fit {
        match self.must {
            Some(must) => Fit::Setting { name: "", must },
            None => Fit::Ok,
        }
    }

    /// Whether it adds nothing.
    pub const fn is_none(&self) -> bool {
        self.none
    }

    /// What these values add to the loss.
    #[inline]
    pub fn penalty(&self, values: &[f32], dims: Dims) -> f64 {
        if self.none { 0.0 } else { (self.penalty)(self.numbers, values, dims) }
    }

    /// Adds the gradient of that, times `scale`, to `d`.
    #[inline]
    pub fn add_gradient(&self, values: &[f32], dims: Dims, scale: f32, d: &mut [f32]) {
        if !self.none {
            (self.add_gradient)(self.numbers, values, dims, scale, d);
        }
    }
}

impl fmt::Debug for RegularizerSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RegularizerSetting").field(&self.numbers).finish()
    }
}

/// What a parameter is made to fulfil after each step of training. Keras's `Constraint`.
///
/// As a [`Regularizer`], with its numbers it is the value of a setting.
///
/// ```
/// use cornu::prelude::*;
/// use cornu::{Constraint, ConstraintSetting, Dims};
///
/// /// No weight is above this.
/// pub enum AtMost {}
///
/// impl Constraint for AtMost {
///     fn apply([most, ..]: [f32; 4], values: &mut [f32], _: Dims) {
///         values.iter_mut().for_each(|w| *w = w.min(most));
///     }
/// }
///
/// #[allow(non_snake_case)]
/// pub const fn AtMost(most: f32) -> ConstraintSetting {
///     ConstraintSetting::new::<AtMost>([most, 0.0, 0.0, 0.0])
/// }
///
/// model! { struct Net < Dense<4, 2> { kernel_constraint: AtMost(1.0) } >; }
/// ```
pub trait Constraint: 'static {
    /// Makes these values fulfil it; `dims` are their sizes, as in the table of parameters.
    fn apply(numbers: [f32; NUMBERS], values: &mut [f32], dims: Dims);
}

/// A [`Constraint`] with its numbers: the value of a setting. [`Constraint`] has an example.
#[derive(Clone, Copy)]
pub struct ConstraintSetting {
    numbers: [f32; NUMBERS],
    apply: fn([f32; NUMBERS], &mut [f32], Dims),
    must: Option<&'static str>,
    none: bool,
}

impl ConstraintSetting {
    /// Any values will do: the default.
    pub const NONE: Self =
        ConstraintSetting { numbers: [0.0; NUMBERS], apply: |_, _, _| {}, must: None, none: true };

    /// `C` with these numbers.
    pub const fn new<C: Constraint>(numbers: [f32; NUMBERS]) -> Self {
        ConstraintSetting { numbers, apply: C::apply, must: None, none: false }
    }

    /// The same, if it `is_sensible`; else the setting is an error of compilation, as with
    /// [`RegularizerSetting::must`].
    #[must_use]
    pub const fn must(self, is_sensible: bool, must: &'static str) -> Self {
        match is_sensible {
            true => self,
            false => ConstraintSetting { must: Some(must), ..self },
        }
    }

    /// Whether its numbers make sense. The setting that it is the value of adds its name.
    #[doc(hidden)]
    pub const fn check(&self) -> Fit {
        match self.must {
            Some(must) => Fit::Setting { name: "", must },
            None => Fit::Ok,
        }
    }

    /// Whether any values fulfil it.
    pub const fn is_none(&self) -> bool {
        self.none
    }

    /// Makes these values fulfil it.
    #[inline]
    pub fn apply(&self, values: &mut [f32], dims: Dims) {
        if !self.none {
            (self.apply)(self.numbers, values, dims);
        }
    }
}

impl fmt::Debug for ConstraintSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConstraintSetting").field(&self.numbers).finish()
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
    pub regularizer: RegularizerSetting,
    /// What is fulfilled after each step.
    pub constraint: ConstraintSetting,
}

impl Rule {
    /// Nothing but the loss.
    pub const NONE: Rule =
        Rule { l1: 0.0, l2: 0.0, regularizer: RegularizerSetting::NONE, constraint: ConstraintSetting::NONE };

    /// Whether nothing is added to the loss.
    #[inline]
    pub const fn adds_nothing(&self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0 && self.regularizer.none
    }

    /// What these values add to the loss.
    #[inline]
    pub fn penalty(&self, values: &[f32], dims: Dims) -> f64 {
        let short =
            if self.l1 == 0.0 && self.l2 == 0.0 { 0.0 } else { l1_l2::penalty(self.l1, self.l2, values) };
        short + self.regularizer.penalty(values, dims)
    }

    /// Adds the gradient of that, times `scale`, to `d`.
    #[inline]
    pub fn add_gradient(&self, values: &[f32], dims: Dims, scale: f32, d: &mut [f32]) {
        if self.l1 != 0.0 || self.l2 != 0.0 {
            l1_l2::add_gradient(self.l1, self.l2, values, scale, d);
        }
        self.regularizer.add_gradient(values, dims, scale, d);
    }
}
