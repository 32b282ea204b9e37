//! What may stand in braces behind each of the recurrent layers.

use crate::{Fit, MergeMode, Settings};

/// What the way of a recurrent layer through its steps is told by. After inlining, both are constants.
pub(super) trait RecurrentSettings: Settings {
    fn return_sequences(&self) -> bool;
    fn go_backwards(&self) -> bool;
}

/// Writes the settings of a recurrent layer: those that each has, and its own.
macro_rules! recurrent_settings {
    ($(#[$docs:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $crate::settings! {
            $(#[$docs])*
            pub struct $name {
                /// Whether something is added to each sum. Default: `true`.
                pub use_bias: bool = true,
                /// Whether the output of each step is given, and not of the last alone. Default: `false`.
                pub return_sequences: bool = false,
                /// Whether the last step is taken first. With `return_sequences` the outputs then stand in the
                /// order in which they were made, as in Keras. What comes step by step is taken as it comes.
                /// Default: `false`.
                pub go_backwards: bool = false,
                /// What is made of both outputs, where the layer stands in a
                /// [`Bidirectional`](crate::Bidirectional): that takes its settings. Default: `Concat`.
                pub merge_mode: $crate::MergeMode = $crate::MergeMode::Concat,
                $($own)*
            }
            weights {
                kernel: kernel_initializer = $crate::Initializer::GlorotUniform,
                    kernel_regularizer, kernel_constraint, l1, l2;
                recurrent_kernel: recurrent_initializer = $crate::Initializer::Orthogonal,
                    recurrent_regularizer, recurrent_constraint, recurrent_l1, recurrent_l2;
                bias: bias_initializer = $crate::Initializer::Zeros,
                    bias_regularizer, bias_constraint, bias_l1, bias_l2;
            }
            activity { activity_regularizer, activity_l1, activity_l2 }
        }

        impl $name {
            /// Whether the merge mode is left to a `Bidirectional`, which takes no notice of this check; so it is the
            /// last.
            pub(super) const fn check_alone(&self) -> $crate::Fit {
                $crate::layers::recurrent_settings::check_alone(self.merge_mode)
            }
        }

        impl $crate::layers::recurrent_settings::RecurrentSettings for $name {
            #[inline(always)]
            fn return_sequences(&self) -> bool {
                self.return_sequences
            }

            #[inline(always)]
            fn go_backwards(&self) -> bool {
                self.go_backwards
            }
        }

        impl<S: $crate::Setup<Settings = $name>> $crate::GoBackwards<S> for $name {
            const TURNED_ROUND: Self = $name {
                go_backwards: !S::SETTINGS.go_backwards,
                merge_mode: $crate::MergeMode::Concat,
                ..S::SETTINGS
            };
            const MERGE_MODE: $crate::MergeMode = S::SETTINGS.merge_mode;
        }
    };
}
pub(super) use recurrent_settings;

/// Whether nothing is merged: what holds for a layer that does not stand in a `Bidirectional`.
pub(crate) const fn check_alone(merge_mode: MergeMode) -> Fit {
    Fit::setting("merge_mode", matches!(merge_mode, MergeMode::Concat), "left to a `Bidirectional`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{L2, LSTMSettings, NonNeg};

    #[test]
    fn each_parameter_has_rules_of_its_own() {
        const SETTINGS: LSTMSettings = LSTMSettings {
            l1: 1.0,
            l2: 2.0,
            recurrent_l1: 3.0,
            recurrent_l2: 4.0,
            bias_l1: 5.0,
            bias_l2: 6.0,
            activity_l1: 7.0,
            activity_l2: 8.0,
            recurrent_constraint: NonNeg,
            bias_regularizer: L2(9.0),
            ..Settings::DEFAULT
        };
        let weights = |parameter| (SETTINGS.rule(parameter).l1, SETTINGS.rule(parameter).l2);
        assert_eq!(weights("kernel"), (1.0, 2.0));
        assert_eq!(weights("recurrent_kernel"), (3.0, 4.0));
        assert_eq!(weights("bias"), (5.0, 6.0));
        assert_eq!((SETTINGS.activity().l1, SETTINGS.activity().l2), (7.0, 8.0));
        let is_free = |parameter| SETTINGS.rule(parameter).constraint.is_none();
        assert_eq!(["kernel", "recurrent_kernel", "bias"].map(is_free), [true, false, true]);
        let is_plain = |parameter| SETTINGS.rule(parameter).regularizer.is_none();
        assert_eq!(["kernel", "recurrent_kernel", "bias"].map(is_plain), [true, true, false]);
    }
}
