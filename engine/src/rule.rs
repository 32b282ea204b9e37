//! What holds for a parameter beside the loss: penalties and constraints, with Keras's formulas
//! (`keras/src/regularizers/regularizers.py`, `keras/src/constraints/constraints.py`).

use crate::{Dims, Initializer, Settings, math, vectorize};

/// What is added to the loss: l1·Σ|w| + l2·Σw². Keras's `L1`, `L2` and `L1L2`.
///
/// ```
/// use cornu_engine::Penalty;
///
/// assert_eq!(Penalty { l1: 0.1, l2: 0.5 }.of(&[1.0, -2.0]), 0.3 + 2.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Penalty {
    /// How much the magnitudes count.
    pub l1: f32,
    /// How much the squares count.
    pub l2: f32,
}

impl Penalty {
    /// Nothing is added.
    pub const NONE: Penalty = Penalty { l1: 0.0, l2: 0.0 };

    /// Whether it adds nothing.
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.l1 == 0.0 && self.l2 == 0.0
    }

    /// The penalty of these values: see [`Penalty`] for an example.
    pub fn of(self, values: &[f32]) -> f32 {
        let (size, squares) =
            values.iter().fold((0.0, 0.0), |(size, squares), w| (size + w.abs(), squares + w * w));
        self.l1 * size + self.l2 * squares
    }

    /// Adds the penalty's gradient, times `scale`: l1·sign(w) + 2·l2·w.
    pub fn add_gradient(self, values: &[f32], scale: f32, d: &mut [f32]) {
        let (l1, l2) = (scale * self.l1, scale * 2.0 * self.l2);
        vectorize(values.len(), || {
            for (d, &w) in d.iter_mut().zip(values) {
                let sign = if w == 0.0 { 0.0 } else { 1.0_f32.copysign(w) };
                *d += l1 * sign + l2 * w;
            }
        });
    }
}

/// What a parameter is made to fulfil after each step.
///
/// ```
/// use cornu_engine::{Constraint, Dims};
///
/// let mut kernel = [3.0, -1.0, 4.0, 0.5];
/// Constraint::MaxNorm(2.0).apply(&mut kernel, Dims::flat(2).times(2));
/// // The first unit's weights had the length 5.
/// assert!((kernel[0] - 1.2).abs() < 1e-6 && (kernel[2] - 1.6).abs() < 1e-6);
/// assert!((kernel[1] + 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Constraint {
    /// Anything.
    None,
    /// No value is negative: those that are become 0.
    NonNeg,
    /// The weights that lead to one unit are no longer than this as a vector: the norm is taken over all
    /// sizes but the last, as Keras does with `axis=0` for a dense kernel, and with `axis=[0, 1, 2]`, which
    /// it recommends, for that of a `Conv2D`. Of a bias, the whole.
    MaxNorm(f32),
}

impl Constraint {
    /// Makes these values fulfil it: see [`Constraint`] for an example.
    pub fn apply(self, values: &mut [f32], dims: Dims) {
        match self {
            Constraint::None => {}
            Constraint::NonNeg => {
                values.iter_mut().for_each(|w| *w = if *w < 0.0 { 0.0 } else { *w });
            }
            Constraint::MaxNorm(most) => {
                let units = if dims.rank > 1 { dims.last() } else { 1 };
                for unit in 0..units {
                    let column = || values.iter().skip(unit).step_by(units);
                    let norm = math::sqrt(column().map(|w| w * w).sum::<f32>());
                    let scale = norm.min(most) / (1e-7 + norm);
                    values.iter_mut().skip(unit).step_by(units).for_each(|w| *w *= scale);
                }
            }
        }
    }
}

/// What holds for one parameter: [`Settings::rule`] has an example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// What it adds to the loss.
    pub penalty: Penalty,
    /// What it fulfils after each step.
    pub constraint: Constraint,
}

impl Rule {
    /// Nothing but the loss.
    pub const NONE: Rule = Rule { penalty: Penalty::NONE, constraint: Constraint::None };
}

/// What may stand in braces behind a layer with a kernel and a bias.
///
/// ```
/// use cornu::{Block, prelude::*};
///
/// model! {
///     struct Net <
///         Dense<4, 8, Relu> { init: HeNormal, bias_init: Constant(0.1), l2: 1e-4, constraint: MaxNorm(3.0) },
///         Dense<8, 2> { use_bias: false, trainable: false }
///     >;
/// }
///
/// let mut net = Net::zeroed();
/// net.initialize(7);
/// assert_eq!(net.dense_1.bias, [0.1; 8]);
/// ```
///
/// Two more settings may stand behind every layer: `trainable: false` freezes it, and
/// `use_bias: false` leaves out the bias of one that has it.
#[derive(Clone, Copy, Debug)]
pub struct WeightSettings {
    /// The start of the kernel: Keras's `kernel_initializer`.
    pub init: Initializer,
    /// The start of the bias: Keras's `bias_initializer`.
    pub bias_init: Initializer,
    /// How much the magnitudes of the kernel count: Keras's `kernel_regularizer=L1(…)`.
    pub l1: f32,
    /// How much the squares of the kernel count: Keras's `kernel_regularizer=L2(…)`.
    pub l2: f32,
    /// How much the magnitudes of the bias count: Keras's `bias_regularizer=L1(…)`.
    pub bias_l1: f32,
    /// How much the squares of the bias count: Keras's `bias_regularizer=L2(…)`.
    pub bias_l2: f32,
    /// How much the magnitudes of the output count, in the mean over a batch: Keras's
    /// `activity_regularizer=L1(…)`. Not of a model's output, unless its activation is `Linear`: any other is
    /// the loss's part.
    pub activity_l1: f32,
    /// How much the squares of the output count, likewise: Keras's `activity_regularizer=L2(…)`.
    pub activity_l2: f32,
    /// What the kernel fulfils after each step: Keras's `kernel_constraint`.
    pub constraint: Constraint,
    /// What the bias fulfils after each step: Keras's `bias_constraint`.
    pub bias_constraint: Constraint,
}

impl Settings for WeightSettings {
    const DEFAULT: Self = WeightSettings {
        init: Initializer::GlorotUniform,
        bias_init: Initializer::Zeros,
        l1: 0.0,
        l2: 0.0,
        bias_l1: 0.0,
        bias_l2: 0.0,
        activity_l1: 0.0,
        activity_l2: 0.0,
        constraint: Constraint::None,
        bias_constraint: Constraint::None,
    };

    /// A bias has rules of its own; all else is a kernel.
    #[inline(always)]
    fn rule(&self, parameter: &str) -> Rule {
        if parameter.ends_with("bias") {
            let penalty = Penalty { l1: self.bias_l1, l2: self.bias_l2 };
            Rule { penalty, constraint: self.bias_constraint }
        } else {
            Rule { penalty: Penalty { l1: self.l1, l2: self.l2 }, constraint: self.constraint }
        }
    }

    #[inline(always)]
    fn activity(&self) -> Penalty {
        Penalty { l1: self.activity_l1, l2: self.activity_l2 }
    }
}
