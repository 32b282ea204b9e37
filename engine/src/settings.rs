//! What stands in braces behind a layer: the settings of one use become the constant of a type, which the layer's
//! traits see. So a setting may change the output's shape, is checked where shapes are, and costs nothing when the
//! model runs.

use crate::{Block, Fit, MergeMode, Rule, block};
use core::{
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

/// The settings that a layer, an activation or a merge may have; [`settings!`](crate::settings) writes such a
/// struct.
pub trait Settings: Copy + 'static {
    /// The settings of a use without braces.
    const DEFAULT: Self;

    /// What holds for a parameter of the layer beside the loss. The parameter is named as in the layer's table.
    #[inline]
    fn rule(&self, _parameter: &str) -> Rule {
        Rule::NONE
    }

    /// Whether any parameter may have a [`rule`](Settings::rule): if none has, none is asked for.
    #[inline]
    fn has_rules(&self) -> bool {
        true
    }

    /// What holds for the layer's outputs, behind the activation.
    #[inline]
    fn activity(&self) -> Rule {
        Rule::NONE
    }
}

/// Settings that [`settings!`](crate::settings) has written, and so not [`NestedSettings`]: by this the two forms of a
/// [`Bidirectional`](crate::Bidirectional) are told apart.
#[doc(hidden)]
pub trait OwnSettings {}

/// The settings of something that has none.
#[derive(Clone, Copy, Debug)]
pub struct NoSettings;

/// Whether each value of the settings of a use makes sense: looked at once for each [`Setup`], and not for each layer
/// that has it. [`settings!`](crate::settings) implements it.
#[doc(hidden)]
pub trait CheckSettings<S> {
    /// What is wrong, if something is.
    const CHECK: Fit;
}

impl<S> CheckSettings<S> for NoSettings {
    const CHECK: Fit = Fit::Ok;
}

impl Settings for NoSettings {
    const DEFAULT: Self = NoSettings;

    #[inline]
    fn has_rules(&self) -> bool {
        false
    }
}

/// The settings of one use, as a type: `model!` writes one for each pair of braces, and [`setup!`](crate::setup)
/// one for code of your own.
pub trait Setup: 'static {
    /// What may be set.
    type Settings: Settings;
    /// What is set.
    const SETTINGS: Self::Settings;
}

/// The [`Setup`] of a use without braces.
pub struct Defaults<T>(PhantomData<fn() -> T>);

/// The [`Setup`] of a use of `L` without braces: what [`Layer`](crate::Layer) and its like mean where no other is
/// named.
pub type DefaultsOf<L> = Defaults<<L as Configurable>::Settings>;

impl<T: Settings> Setup for Defaults<T> {
    type Settings = T;
    const SETTINGS: T = T::DEFAULT;
}

impl<T> fmt::Debug for Defaults<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Defaults")
    }
}

/// What may have settings: a layer, an activation, a merge. [`parameters!`](crate::parameters),
/// [`activation!`](crate::activation) and [`configure!`](crate::configure) implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which settings it has",
    label = "a macro is missing beside `{Self}`",
    note = "write `cornu::parameters!` for a layer, `cornu::activation!` for an activation, `cornu::configure!` for a merge"
)]
pub trait Configurable {
    /// What may stand in braces behind it; [`NoSettings`] if nothing may.
    type Settings: Settings;
}

/// What the settings of one use mean before anything comes in.
pub trait Configure<S: Setup>: Configurable {
    /// Whether each value makes sense.
    const CHECK: Fit;
    /// Which [`Variant`] of the layer's type they ask for.
    const VARIANT: usize = 0;
    /// The size that the [`Variant`] takes, where it takes one.
    const SIZE: usize = 0;
}

/// A layer whose settings change which parameters there are has several types: `use_bias: false` asks for the one
/// without a bias. The settings pick one by [`Configure::VARIANT`] and [`Configure::SIZE`]. Most layers have a single
/// type, the variant 0.
pub trait Variant<const NUMBER: usize, const SIZE: usize = 0> {
    /// The type with these parameters.
    type Layer;
}

/// A window that is not square: `Conv2D<3, 32, (1, 5)>` in `model!` is the layer with a window of 1 row that has
/// `COLUMNS` of 5.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no size that may differ by direction",
    label = "write one number instead of the pair"
)]
pub trait WithColumns<const COLUMNS: usize> {
    /// The place of that size among what stands in angle brackets, from 0: of a `Conv2D`, whose channels and filters
    /// stand before it, 2.
    const PLACE: usize;
    /// That layer.
    type Layer;
}

/// A layer of which `model!` lets a size be left open: `Reshape<7, -1>` has [`OPEN`](crate::OPEN) there.
#[diagnostic::on_unimplemented(
    message = "a size of this layer is `-1`, and none of its sizes may be left open",
    label = "write a number instead of the `-1`"
)]
pub trait HasOpenSize {}

/// A layer or an activation with settings, where it stands inside another: `Dense<784, 512, LeakyRelu {
/// negative_slope: 0.1 }>` in `model!` is a `Dense<784, 512, Configured<LeakyRelu, …>>`.
///
/// ```
/// use cornu_engine::{Activation, Configured, LeakyRelu, LeakyReluSettings, setup};
///
/// setup! { struct Steep: LeakyReluSettings { negative_slope: 0.5 } }
///
/// let mut values = [-2.0, 4.0];
/// <Configured<LeakyRelu, Steep> as Activation>::apply(&mut values, 2);
/// assert_eq!(values, [-1.0, 4.0]);
/// ```
///
/// It is a layer itself, with the parameters of the one that it holds.
#[repr(transparent)]
pub struct Configured<T, S> {
    /// The layer itself.
    pub layer: T,
    setup: PhantomData<fn() -> S>,
}

/// What may stand in braces behind a layer whose own settings stand inside.
#[derive(Clone, Copy, Debug)]
pub struct NestedSettings {
    /// What is made of both outputs of a [`Bidirectional`](crate::Bidirectional).
    pub merge_mode: MergeMode,
}

impl Settings for NestedSettings {
    const DEFAULT: Self = NestedSettings { merge_mode: MergeMode::Concat };
}

block! { impl [T: Block, S: 'static] Configured<T, S> { layer, setup } }

impl<T: Clone, S> Clone for Configured<T, S> {
    fn clone(&self) -> Self {
        Configured { layer: self.layer.clone(), setup: PhantomData }
    }
}

impl<T, S> Deref for Configured<T, S> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.layer
    }
}

impl<T, S> DerefMut for Configured<T, S> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.layer
    }
}

impl<T: fmt::Debug, S> fmt::Debug for Configured<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layer.fmt(f)
    }
}

/// Says what may stand in braces behind a merge, or another type without parameters.
///
/// ```
/// use cornu_engine::{Configurable, NoSettings, configure};
///
/// pub struct Distance;
/// configure! { impl [] Distance: NoSettings }
///
/// let _: <Distance as Configurable>::Settings = NoSettings;
/// ```
#[macro_export]
macro_rules! configure {
    (impl [$($generics:tt)*] $type:ty: $settings:ty) => {
        $crate::configure! { impl [$($generics)*] $type: $settings, variants }

        #[diagnostic::do_not_recommend]
        impl<__S: $crate::Setup<Settings = $settings>, $($generics)*> $crate::Configure<__S> for $type {
            const CHECK: $crate::Fit = <$settings as $crate::CheckSettings<__S>>::CHECK;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::Variant<0> for $type {
            type Layer = Self;
        }
    };
    (impl [$($generics:tt)*] $type:ty: $settings:ty, variants) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::Configurable for $type {
            type Settings = $settings;
        }
    };
}

/// What `model!` writes of a network's struct: it is a block, and a layer without settings.
#[doc(hidden)]
#[macro_export]
macro_rules! network {
    ($network:ident { $($field:ident: $layer:ty, $after:ty;)* }) => {
        $crate::block! { network $network { $($field: $layer, $after;)* } }
        $crate::configure! { impl [] $network: $crate::NoSettings }
    };
}

/// Writes the type of one use's settings, for tests and for code that names a layer without `model!`.
///
/// ```
/// use cornu_engine::{DropoutSettings, Setup, setup};
///
/// setup! { pub struct Often: DropoutSettings { rate: 0.8 } }
///
/// assert_eq!(Often::SETTINGS.rate, 0.8);
/// ```
#[macro_export]
macro_rules! setup {
    ($(#[$meta:meta])* $vis:vis struct $name:ident: $settings:ty { $($field:ident: $value:expr),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $name;

        impl $crate::Setup for $name {
            type Settings = $settings;
            const SETTINGS: $settings = {
                #[allow(unused_mut)]
                let mut __settings = <$settings as $crate::Settings>::DEFAULT;
                $(__settings.$field = $value;)*
                __settings
            };
        }
    };
}

/// Writes a struct of settings: each with its default, and with the condition that its values have to fulfil, if
/// there is one.
///
/// ```
/// use cornu_engine::{Fit, Settings, settings};
///
/// settings! {
///     /// What may stand in braces behind a `Blur`.
///     pub struct BlurSettings {
///         /// How many pixels wide the blur is.
///         pub radius: usize = 1 => (radius > 0, "at least 1"),
///         /// Whether the edges are repeated.
///         pub repeat_edges: bool = false,
///     }
/// }
///
/// assert_eq!(BlurSettings::DEFAULT.radius, 1);
/// let wrong = BlurSettings { radius: 0, ..Settings::DEFAULT };
/// assert_eq!(wrong.check(), Fit::Setting { name: "radius", must: "at least 1" });
/// ```
///
/// Inside a condition each setting goes by its name. A layer with kernels names the settings of each after its own:
/// the initializer with its default, the regularizer, the constraint, and the short forms of `L1` and `L2`.
///
/// ```
/// use cornu_engine::{Initializer, Settings, settings};
///
/// settings! {
///     /// What may stand in braces behind a `Highway`.
///     pub struct HighwaySettings {
///         /// Whether the gate has a bias.
///         pub gate_bias: bool = true,
///     }
///     weights {
///         kernel: kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
///     }
///     activity { activity_regularizer, activity_l1, activity_l2 }
/// }
///
/// assert_eq!(HighwaySettings::DEFAULT.l2, 0.0);
/// ```
///
/// Parameters that share these are named in parentheses: `kernel (query_kernel, key_kernel): kernel_initializer = …`.
///
/// A layer of your own names its settings behind its type, and reads them as `S::SETTINGS`; without braces behind it, `S`
/// are the defaults.
///
/// ```
/// use cornu::model;
/// use cornu_engine::*;
///
/// settings! {
///     /// What may stand in braces behind a `Shift`.
///     pub struct ShiftSettings {
///         /// What is added.
///         pub by: f32 = 1.0 => (by.is_finite(), "a finite number"),
///     }
/// }
///
/// /// Adds the same number to each value.
/// #[repr(C)]
/// pub struct Shift;
///
/// parameters! { impl [] Shift: ShiftSettings {} }
///
/// impl<In: Shape, S: Setup<Settings = ShiftSettings>> ShapeRule<In, S> for Shift {
///     const OUTPUT: Dims = In::DIMS;
///     const FIT: Fit = Fit::Ok;
/// }
///
/// impl<In: Shape, S: Setup<Settings = ShiftSettings>> Layer<In, S> for Shift {
///     type Activation = Linear;
///     const COST: usize = 0;
///
///     fn build(&mut self, _: &mut Random) {}
///
///     fn infer(&self, x: &[f32], y: &mut [f32], _scratch: &mut [f32]) {
///         y.iter_mut().zip(x).for_each(|(y, x)| *y = x + S::SETTINGS.by);
///     }
///
///     fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
///         if let Some(dx) = pass.dx {
///             dx.copy_from_slice(pass.dy);
///         }
///     }
/// }
///
/// model! { struct Shifted < Dense<3, 2>, Shift { by: 0.5 } >; }
///
/// assert_eq!(Shifted::zeroed().predict(&[1.0, 2.0, 3.0]), [0.5, 0.5]);
/// ```
#[macro_export]
macro_rules! settings {
    (
        $(#[$meta:meta])* $vis:vis struct $name:ident {
            $($(#[$docs:meta])* $field_vis:vis $field:ident: $type:ty = $default:expr
                $(=> ($condition:expr, $must:literal))?),* $(,)?
        }
        $(weights {
            $($parameter:ident $(($($alike:ident),*))?: $initializer:ident = $start:expr,
                $regularizer:ident, $constraint:ident, $l1:ident, $l2:ident;)*
        })?
        $(activity { $activity:ident, $activity_l1:ident, $activity_l2:ident })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name {
            $($(#[$docs])* $field_vis $field: $type,)*
            $($(
                #[doc = concat!("The start of the ", stringify!($parameter), ".")]
                pub $initializer: $crate::Initializer,
                #[doc = concat!("What the ", stringify!($parameter), " adds to the loss.")]
                pub $regularizer: $crate::RegularizerSetting,
                #[doc = concat!("What the ", stringify!($parameter), " is made to fulfil after each step of training.")]
                pub $constraint: $crate::ConstraintSetting,
                #[doc = concat!("How much the magnitudes of the ", stringify!($parameter),
                    " count: short for `", stringify!($regularizer), ": L1(…)`.")]
                pub $l1: f32,
                #[doc = concat!("How much the squares of the ", stringify!($parameter),
                    " count: short for `", stringify!($regularizer), ": L2(…)`.")]
                pub $l2: f32,
            )*)?
            $(
                /// What the output adds to the loss, in the mean over a batch. Not a model's output, unless its
                /// activation is `Linear`: any other is the loss's part.
                pub $activity: $crate::RegularizerSetting,
                /// How much the magnitudes of the output count, likewise.
                pub $activity_l1: f32,
                /// How much the squares of the output count, likewise.
                pub $activity_l2: f32,
            )?
        }

        impl $name {
            /// Whether each value makes sense.
            #[allow(unused_variables, clippy::neg_cmp_op_on_partial_ord, clippy::nonminimal_bool)]
            $vis const fn check(&self) -> $crate::Fit {
                $(let $field = self.$field;)*
                $($(if !($condition) {
                    return $crate::Fit::Setting { name: stringify!($field), must: $must };
                })?)*
                $($(
                    if let $crate::Fit::Setting { must: __must, .. } = self.$initializer.check() {
                        return $crate::Fit::Setting { name: stringify!($initializer), must: __must };
                    }
                    if let $crate::Fit::Setting { must: __must, .. } = self.$regularizer.check() {
                        return $crate::Fit::Setting { name: stringify!($regularizer), must: __must };
                    }
                    if let $crate::Fit::Setting { must: __must, .. } = self.$constraint.check() {
                        return $crate::Fit::Setting { name: stringify!($constraint), must: __must };
                    }
                    if !$crate::is_factor(self.$l1) {
                        return $crate::Fit::Setting { name: stringify!($l1), must: $crate::FACTOR };
                    }
                    if !$crate::is_factor(self.$l2) {
                        return $crate::Fit::Setting { name: stringify!($l2), must: $crate::FACTOR };
                    }
                )*)?
                $(
                    if let $crate::Fit::Setting { must: __must, .. } = self.$activity.check() {
                        return $crate::Fit::Setting { name: stringify!($activity), must: __must };
                    }
                    if !$crate::is_factor(self.$activity_l1) {
                        return $crate::Fit::Setting { name: stringify!($activity_l1), must: $crate::FACTOR };
                    }
                    if !$crate::is_factor(self.$activity_l2) {
                        return $crate::Fit::Setting { name: stringify!($activity_l2), must: $crate::FACTOR };
                    }
                )?
                $crate::Fit::Ok
            }
        }

        impl $crate::OwnSettings for $name {}

        #[diagnostic::do_not_recommend]
        impl<__S: $crate::Setup<Settings = $name>> $crate::CheckSettings<__S> for $name {
            const CHECK: $crate::Fit = __S::SETTINGS.check();
        }

        impl $crate::Settings for $name {
            const DEFAULT: Self = $name {
                $($field: $default,)*
                $($(
                    $initializer: $start,
                    $regularizer: $crate::RegularizerSetting::NONE,
                    $constraint: $crate::ConstraintSetting::NONE,
                    $l1: 0.0,
                    $l2: 0.0,
                )*)?
                $($activity: $crate::RegularizerSetting::NONE, $activity_l1: 0.0, $activity_l2: 0.0,)?
            };

            #[inline]
            fn has_rules(&self) -> bool {
                false $($(
                    || !self.$constraint.is_none()
                    || !self.$regularizer.is_none()
                    || self.$l1 != 0.0
                    || self.$l2 != 0.0
                )*)?
            }

            $(
                #[inline]
                fn rule(&self, __parameter: &str) -> $crate::Rule {
                    match __parameter {
                        $(stringify!($parameter) $($(| stringify!($alike))*)? => $crate::Rule {
                            l1: self.$l1,
                            l2: self.$l2,
                            regularizer: self.$regularizer,
                            constraint: self.$constraint,
                        },)*
                        _ => $crate::Rule::NONE,
                    }
                }
            )?
            $(
                #[inline]
                fn activity(&self) -> $crate::Rule {
                    $crate::Rule {
                        l1: self.$activity_l1,
                        l2: self.$activity_l2,
                        regularizer: self.$activity,
                        ..$crate::Rule::NONE
                    }
                }
            )?
        }
    };
}

/// What a factor of a regularizer has to be.
#[doc(hidden)]
pub const FACTOR: &str = "at least 0, and a finite number";

/// Whether this may be a factor of a regularizer.
#[doc(hidden)]
pub const fn is_factor(factor: f32) -> bool {
    factor >= 0.0 && factor < f32::INFINITY
}
