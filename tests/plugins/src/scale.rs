use cornu::{Backward, Dims, Fit, Layer, Linear, Random, Setup, Shape, ShapeRule, parameters, settings};

/// Multiplies each of `N` features by a number of its own: y = gain · x.
///
/// LayerScale, of Touvron et al., 2021, "Going deeper with Image Transformers".
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Scale<const N: usize> {
    /// A number for each feature.
    pub gain: [f32; N],
}

parameters! { impl [const N: usize] Scale<N>: ScaleSettings { gain } }

settings! {
    /// What may stand in braces behind a [`Scale`].
    pub struct ScaleSettings {
        /// The start of each gain; 1.
        pub start: f32 = 1.0 => (start.is_finite(), "a finite number"),
    }
}

impl<In: Shape, S: Setup<Settings = ScaleSettings>, const N: usize> ShapeRule<In, S> for Scale<N> {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(N, In::DIMS);
}

impl<In: Shape, S: Setup<Settings = ScaleSettings>, const N: usize> Layer<In, S> for Scale<N> {
    type Activation = Linear;
    const COST: usize = In::DIMS.len();

    fn build(&mut self, _: &mut Random) {
        self.gain = [S::SETTINGS.start; N];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], _scratch: &mut [f32]) {
        for (y, x) in y.chunks_exact_mut(N).zip(x.chunks_exact(N)) {
            for ((y, x), gain) in y.iter_mut().zip(x).zip(&self.gain) {
                *y = gain * x;
            }
        }
    }

    /// dgain += Σ dy·x, dx = gain·dy
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        if let Some(d) = d {
            for (dy, x) in pass.dy.chunks_exact(N).zip(pass.x.chunks_exact(N)) {
                for ((d, dy), x) in d.gain.iter_mut().zip(dy).zip(x) {
                    *d += dy * x;
                }
            }
        }
        if let Some(dx) = pass.dx {
            <Self as Layer<In, S>>::infer(self, pass.dy, dx, pass.scratch);
        }
    }
}
