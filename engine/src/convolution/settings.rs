//! What may be set of every layer that slides a kernel, in one place.

use crate::Fit;

/// A setting of each direction: the one of the rows holds for the columns too, unless they have their own.
pub(crate) const fn both(rows: usize, columns: Option<usize>) -> [usize; 2] {
    match columns {
        Some(columns) => [rows, columns],
        None => [rows, rows],
    }
}

/// Writes the settings of a convolution: those that all of them share, and behind them its own.
///
/// `over steps` is of a window over a sequence, `over images` one with two directions. `kernels` are the lines that
/// [`settings!`](crate::settings) takes.
macro_rules! convolution_settings {
    ($(#[$meta:meta])* pub struct $name:ident over steps { $($own:tt)* } kernels { $($kernels:tt)* }) => {
        $crate::convolution::convolution_settings! {
            @ write [$(#[$meta])*] $name {
                /// How many steps lie between one place of the window and the next. Default: 1.
                pub strides: usize = 1 => (strides >= 1, "at least 1"),
                /// Where the window may stand. Default: `Valid`.
                pub padding: $crate::Padding = $crate::Padding::Valid,
                /// How far apart the steps are that the window looks at. Default: 1, as it must be where `strides` are
                /// more than 1.
                pub dilation_rate: usize = 1 => (
                    dilation_rate >= 1 && (dilation_rate == 1 || strides == 1),
                    "at least 1, and exactly 1 where `strides` are more than 1"
                ),
                $($own)*
            } { $($kernels)* }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident over images { $($own:tt)* } kernels { $($kernels:tt)* }) => {
        $crate::convolution::convolution_settings! {
            @ write [$(#[$meta])*] $name {
                /// How many pixels lie between one place of the window and the next: one number, or `(rows, columns)`.
                /// Default: 1.
                pub strides: usize = 1 => (
                    strides >= 1 && $crate::convolution::both(strides, strides_second)[1] >= 1,
                    "at least 1 in each direction"
                ),
                #[doc(hidden)]
                pub strides_second: Option<usize> = None,
                /// Where the window may stand, `Valid` or `Same`. Default: `Valid`.
                pub padding: $crate::Padding = $crate::Padding::Valid => (
                    !matches!(padding, $crate::Padding::Causal),
                    "`Valid` or `Same`"
                ),
                /// How far apart the pixels are that the window looks at: one number, or `(rows, columns)`. Default: 1,
                /// as it must be where `strides` are more than 1.
                pub dilation_rate: usize = 1 => (
                    {
                        let [down, across] = $crate::convolution::both(dilation_rate, dilation_rate_second);
                        let by_ones = matches!($crate::convolution::both(strides, strides_second), [1, 1]);
                        down >= 1 && across >= 1 && (by_ones || down == 1 && across == 1)
                    },
                    "at least 1 in each direction, and exactly 1 where `strides` are more than 1"
                ),
                #[doc(hidden)]
                pub dilation_rate_second: Option<usize> = None,
                $($own)*
            } { $($kernels)* }
        }

        impl $name {
            /// How many rows and columns the window moves.
            const fn stride(&self) -> [usize; 2] {
                $crate::convolution::both(self.strides, self.strides_second)
            }

            /// How many rows and columns its taps are apart.
            const fn dilation(&self) -> [usize; 2] {
                $crate::convolution::both(self.dilation_rate, self.dilation_rate_second)
            }
        }
    };
    (@ write [$($meta:tt)*] $name:ident { $($fields:tt)* } { $($kernels:tt)* }) => {
        $crate::settings! {
            $($meta)*
            pub struct $name {
                $($fields)*
                /// Whether something is added to each sum. Default: `true`.
                pub use_bias: bool = true,
            }
            weights {
                $($kernels)*
                bias: bias_initializer = $crate::Initializer::Zeros, bias_regularizer, bias_constraint, bias_l1,
                    bias_l2;
            }
            activity { activity_regularizer, activity_l1, activity_l2 }
        }
    };
}

/// Lets settings choose the last two parameters of a layer's type: a size, and whether there is a bias.
///
/// `size` is of the settings, and `check` is what holds beside what each of them says.
macro_rules! variants {
    (
        impl [$($generics:tt)*] $layer:ident<$($argument:ident),* $(,)?>: $settings:ty, $setup:ident {
            size: $size:expr,
            check: $check:expr $(,)?
        }
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$setup: $crate::Setup<Settings = $settings>, $($generics)*, const SIZE: usize, B: $crate::BiasTerm>
            $crate::Configure<$setup> for $layer<$($argument),*, SIZE, B>
        {
            const CHECK: $crate::Fit = <$settings as $crate::CheckSettings<$setup>>::CHECK.and($check);
            const VARIANT: usize = if $setup::SETTINGS.use_bias { 0 } else { 1 };
            const SIZE: usize = $size;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, const OLD: usize, const SIZE: usize, B: $crate::BiasTerm> $crate::Variant<0, SIZE>
            for $layer<$($argument),*, OLD, B>
        {
            type Layer = $layer<$($argument),*, SIZE, B>;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, const OLD: usize, const SIZE: usize, B: $crate::BiasTerm> $crate::Variant<1, SIZE>
            for $layer<$($argument),*, OLD, B>
        {
            type Layer = $layer<$($argument),*, SIZE, $crate::NoBias>;
        }
    };
}

/// How many of the channels a group has.
pub(crate) const fn group_size(channels: usize, groups: usize) -> usize {
    match channels.checked_div(groups) {
        Some(size) => size,
        None => channels,
    }
}

/// The fit of channels and filters that are cut into groups.
pub(crate) const fn groups_fit(channels: usize, filters: usize, groups: usize) -> Fit {
    let divides = groups > 0 && channels.is_multiple_of(groups) && filters.is_multiple_of(groups);
    Fit::setting("groups", divides, "a divisor of the channels that come in and of the filters")
}

pub(crate) use {convolution_settings, variants};
