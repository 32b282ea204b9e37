use core::fmt::Debug;

/// What a [`Bidirectional`](crate::Bidirectional) layer makes of its two outputs, step by step: its setting
/// `merge_mode`, as in Keras.
///
/// Keras's `None`, which gives both, is left out.
///
/// ```
/// use cornu_engine::MergeMode;
///
/// let mut y = [0.0; 2];
/// MergeMode::Ave.merge(&[1.0, 2.0], &[3.0, 6.0], &mut y);
/// assert_eq!(y, [2.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum MergeMode {
    /// One output behind the other.
    Concat,
    /// The sum of both, value by value.
    Sum,
    /// The mean of both, value by value.
    Ave,
    /// The product of both, value by value.
    Mul,
    /// Your own, which gives `times` as many values as one output has.
    Custom {
        /// 1 where it makes one value of two.
        times: usize,
        /// What it does.
        function: &'static dyn MergeFunction,
    },
}

/// A function of two outputs: [`MergeMode::Custom`].
///
/// ```
/// use cornu::prelude::*;
///
/// /// What one direction says more than the other.
/// #[derive(Debug)]
/// struct Difference;
///
/// impl MergeFunction for Difference {
///     fn merge(&self, forward: &[f32], backward: &[f32], y: &mut [f32]) {
///         for ((y, forward), backward) in y.iter_mut().zip(forward).zip(backward) {
///             *y = forward - backward;
///         }
///     }
///
///     fn split(&self, dy: &[f32], _: &[f32], _: &[f32], d_forward: &mut [f32], d_backward: &mut [f32]) {
///         for ((dy, forward), backward) in dy.iter().zip(d_forward).zip(d_backward) {
///             (*forward, *backward) = (*dy, -dy);
///         }
///     }
/// }
///
/// model! {
///     struct Net <
///         Input<24, 3>,
///         Bidirectional<GRU<3, 8>> { merge_mode: MergeMode::Custom { times: 1, function: &Difference } },
///         Dense<8, 1>
///     >;
/// }
/// ```
pub trait MergeFunction: Debug + Sync + 'static {
    /// One step of both, merged.
    fn merge(&self, forward: &[f32], backward: &[f32], y: &mut [f32]);

    /// From the gradient of the merged one, overwrites those of both.
    fn split(
        &self,
        dy: &[f32],
        forward: &[f32],
        backward: &[f32],
        d_forward: &mut [f32],
        d_backward: &mut [f32],
    );
}

impl MergeMode {
    /// How many times as wide as one output the merged one is.
    ///
    /// ```
    /// use cornu_engine::MergeMode;
    ///
    /// assert_eq!((MergeMode::Concat.times(), MergeMode::Mul.times()), (2, 1));
    /// ```
    pub const fn times(self) -> usize {
        match self {
            MergeMode::Concat => 2,
            MergeMode::Sum | MergeMode::Ave | MergeMode::Mul => 1,
            MergeMode::Custom { times, .. } => times,
        }
    }

    /// One step of both, merged: see [`MergeMode`] for an example.
    #[inline(always)]
    pub fn merge(self, forward: &[f32], backward: &[f32], y: &mut [f32]) {
        match self {
            MergeMode::Concat => {
                let (first, second) = y.split_at_mut(forward.len());
                first.copy_from_slice(forward);
                second.copy_from_slice(backward);
            }
            MergeMode::Sum => merge_each(forward, backward, y, |forward, backward| forward + backward),
            MergeMode::Ave => {
                merge_each(forward, backward, y, |forward, backward| 0.5 * (forward + backward));
            }
            MergeMode::Mul => merge_each(forward, backward, y, |forward, backward| forward * backward),
            MergeMode::Custom { function, .. } => function.merge(forward, backward, y),
        }
    }

    /// From the gradient of the merged one, overwrites those of both.
    #[inline(always)]
    pub(super) fn split(
        self,
        dy: &[f32],
        [forward, backward]: [&[f32]; 2],
        [d_forward, d_backward]: [&mut [f32]; 2],
    ) {
        match self {
            MergeMode::Concat => {
                let (first, second) = dy.split_at(d_forward.len());
                d_forward.copy_from_slice(first);
                d_backward.copy_from_slice(second);
            }
            MergeMode::Sum | MergeMode::Ave => {
                let scale = if matches!(self, MergeMode::Ave) { 0.5 } else { 1.0 };
                for ((dy, forward), backward) in dy.iter().zip(d_forward).zip(d_backward) {
                    (*forward, *backward) = (scale * dy, scale * dy);
                }
            }
            MergeMode::Mul => {
                merge_each(dy, backward, d_forward, |dy, backward| dy * backward);
                merge_each(dy, forward, d_backward, |dy, forward| dy * forward);
            }
            MergeMode::Custom { function, .. } => {
                function.split(dy, forward, backward, d_forward, d_backward);
            }
        }
    }
}

#[inline(always)]
fn merge_each(a: &[f32], b: &[f32], y: &mut [f32], merge: impl Fn(f32, f32) -> f32) {
    for ((y, a), b) in y.iter_mut().zip(a).zip(b) {
        *y = merge(*a, *b);
    }
}
