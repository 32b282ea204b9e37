use cornu::{Activation, Setup, activation, settings};

/// 0 where |x| ≤ threshold, x nearer to 0 by the threshold elsewhere.
///
/// Donoho and Johnstone, 1994, "Ideal Spatial Adaptation by Wavelet Shrinkage". An activation with a setting, which is
/// a layer as well.
#[derive(Clone, Copy, Debug)]
pub struct Shrink;

settings! {
    /// What may stand in braces behind a [`Shrink`].
    pub struct ShrinkSettings {
        /// What is taken off each magnitude.
        pub threshold: f32 = 0.5 => (threshold >= 0.0, "at least 0"),
    }
}

activation! { Shrink: ShrinkSettings }

impl<S: Setup<Settings = ShrinkSettings>> Activation<S> for Shrink {
    fn apply(values: &mut [f32], _width: usize) {
        let threshold = S::SETTINGS.threshold;
        values.iter_mut().for_each(|x| *x -= x.clamp(-threshold, threshold));
    }

    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        for (d, y) in d.iter_mut().zip(outputs) {
            *d = if *y == 0.0 { 0.0 } else { *d };
        }
    }
}
