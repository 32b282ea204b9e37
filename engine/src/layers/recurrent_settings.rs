//! What may stand in braces behind a recurrent layer.

use crate::{Constraint, Initializer, Penalty, Rule, Settings};

/// Settings that know which way a layer goes through its sequence: what
/// [`Bidirectional`](crate::Bidirectional) asks of the layer in it.
///
/// ```
/// use cornu_engine::{GoBackwards, LSTMSettings, Settings};
///
/// assert!(LSTMSettings::DEFAULT.turned_round().go_backwards);
/// ```
pub trait GoBackwards: Settings {
    /// The same settings, with the other way.
    #[must_use]
    fn turned_round(self) -> Self;
}

macro_rules! recurrent_settings {
    ($(#[$docs:meta])* $name:ident { $($(#[$field_docs:meta])* $field:ident: $kind:ty = $default:expr,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            /// The start of the kernel: Keras's `kernel_initializer`.
            pub init: Initializer,
            /// The start of the recurrent kernel: Keras's `recurrent_initializer`.
            pub recurrent_init: Initializer,
            /// The start of the bias: Keras's `bias_initializer`.
            pub bias_init: Initializer,
            $($(#[$field_docs])* pub $field: $kind,)*
            /// Whether the last step is taken first. With `return_sequences` the outputs then stand in the
            /// order in which they were made, as in Keras. What comes step by step is taken as it comes.
            pub go_backwards: bool,
            /// How much the magnitudes of the kernel count: Keras's `kernel_regularizer=L1(…)`.
            pub l1: f32,
            /// How much the squares of the kernel count: Keras's `kernel_regularizer=L2(…)`.
            pub l2: f32,
            /// How much the magnitudes of the recurrent kernel count: Keras's `recurrent_regularizer=L1(…)`.
            pub recurrent_l1: f32,
            /// How much the squares of the recurrent kernel count: Keras's `recurrent_regularizer=L2(…)`.
            pub recurrent_l2: f32,
            /// How much the magnitudes of the bias count: Keras's `bias_regularizer=L1(…)`.
            pub bias_l1: f32,
            /// How much the squares of the bias count: Keras's `bias_regularizer=L2(…)`.
            pub bias_l2: f32,
            /// How much the magnitudes of the output count: Keras's `activity_regularizer=L1(…)`.
            pub activity_l1: f32,
            /// How much the squares of the output count: Keras's `activity_regularizer=L2(…)`.
            pub activity_l2: f32,
            /// What the kernel fulfils after each step of training: Keras's `kernel_constraint`.
            pub constraint: Constraint,
            /// What the recurrent kernel fulfils: Keras's `recurrent_constraint`.
            pub recurrent_constraint: Constraint,
            /// What the bias fulfils: Keras's `bias_constraint`.
            pub bias_constraint: Constraint,
        }

        impl Settings for $name {
            const DEFAULT: Self = $name {
                init: Initializer::GlorotUniform,
                recurrent_init: Initializer::Orthogonal,
                bias_init: Initializer::Zeros,
                $($field: $default,)*
                go_backwards: false,
                l1: 0.0,
                l2: 0.0,
                recurrent_l1: 0.0,
                recurrent_l2: 0.0,
                bias_l1: 0.0,
                bias_l2: 0.0,
                activity_l1: 0.0,
                activity_l2: 0.0,
                constraint: Constraint::None,
                recurrent_constraint: Constraint::None,
                bias_constraint: Constraint::None,
            };

            #[inline(always)]
            fn rule(&self, parameter: &str) -> Rule {
                let (l1, l2, constraint) = match parameter {
                    "bias" => (self.bias_l1, self.bias_l2, self.bias_constraint),
                    "recurrent_kernel" => (self.recurrent_l1, self.recurrent_l2, self.recurrent_constraint),
                    _ => (self.l1, self.l2, self.constraint),
                };
                Rule { penalty: Penalty { l1, l2 }, constraint }
            }

            #[inline(always)]
            fn activity(&self) -> Penalty {
                Penalty { l1: self.activity_l1, l2: self.activity_l2 }
            }
        }

        impl GoBackwards for $name {
            fn turned_round(self) -> Self {
                $name { go_backwards: !self.go_backwards, ..self }
            }
        }
    };
}

recurrent_settings! {
    /// What may stand in braces behind a [`SimpleRNN`](crate::SimpleRNN) or a [`GRU`](crate::GRU).
    ///
    /// ```
    /// use cornu_engine::{Constraint, Penalty, RecurrentSettings, Settings};
    ///
    /// const SETTINGS: RecurrentSettings = RecurrentSettings {
    ///     recurrent_l2: 1e-4,
    ///     constraint: Constraint::MaxNorm(3.0),
    ///     ..Settings::DEFAULT
    /// };
    /// assert_eq!(SETTINGS.rule("recurrent_kernel").penalty, Penalty { l1: 0.0, l2: 1e-4 });
    /// assert_eq!(SETTINGS.rule("kernel").constraint, Constraint::MaxNorm(3.0));
    /// ```
    ///
    /// Besides: `return_sequences: true`, `use_bias: false`, `trainable: false`, and of a GRU
    /// `reset_after: false`.
    RecurrentSettings {}
}

recurrent_settings! {
    /// What may stand in braces behind an [`LSTM`](crate::LSTM).
    ///
    /// ```
    /// use cornu_engine::{Block, Flat, LSTM, LSTMSettings, Layer, Sequence, Settings, random};
    ///
    /// let mut lstm = <LSTM<1, 2>>::zeroed();
    /// let settings = LSTMSettings { unit_forget_bias: false, ..Settings::DEFAULT };
    /// Layer::<Sequence<5, 1>>::build(&mut lstm, &settings, &mut random(7, 0));
    /// assert_eq!(lstm.bias.0, [[0.0; 2]; 4]);
    /// ```
    ///
    /// Besides: `return_sequences: true`, `use_bias: false` and `trainable: false`.
    LSTMSettings {
        /// Whether the bias of the forget gate starts as 1, so that at first little is forgotten: of
        /// Jozefowicz, Zaremba and Sutskever, 2015.
        unit_forget_bias: bool = true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parameter_has_rules_of_its_own() {
        let settings = LSTMSettings {
            l1: 1.0,
            l2: 2.0,
            recurrent_l1: 3.0,
            recurrent_l2: 4.0,
            bias_l1: 5.0,
            bias_l2: 6.0,
            activity_l1: 7.0,
            activity_l2: 8.0,
            recurrent_constraint: Constraint::NonNeg,
            ..Settings::DEFAULT
        };
        assert_eq!(settings.rule("kernel").penalty, Penalty { l1: 1.0, l2: 2.0 });
        assert_eq!(settings.rule("recurrent_kernel").penalty, Penalty { l1: 3.0, l2: 4.0 });
        assert_eq!(settings.rule("bias").penalty, Penalty { l1: 5.0, l2: 6.0 });
        assert_eq!(settings.activity(), Penalty { l1: 7.0, l2: 8.0 });
        assert_eq!(settings.rule("recurrent_kernel").constraint, Constraint::NonNeg);
        assert_eq!(settings.rule("kernel").constraint, Constraint::None);
    }
}
