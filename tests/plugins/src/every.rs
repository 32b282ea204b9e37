use cornu::{
    Backward, Configure, Dims, Fit, Layer, Linear, Random, Setup, Shape, ShapeRule, Variant, parameters,
    settings,
};

/// Every few steps of a sequence, each feature times a number of its own.
///
/// Its settings change what comes out (`every`), and which parameters there are (`reset_after`: whether there is a gain
/// at all); their names are also those of settings that layers of Cornu have, which means nothing.
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Every<const N: usize, const GAINS: usize = N> {
    /// A number for each feature, or none.
    pub gain: [f32; GAINS],
}

settings! {
    /// What may stand in braces behind an [`Every`].
    pub struct EverySettings {
        /// The steps from one that is taken to the next.
        pub strides: usize = 2 => (strides > 0, "at least 1"),
        /// Whether the features have gains.
        pub reset_after: bool = true,
    }
}

parameters! { impl [const N: usize, const GAINS: usize] Every<N, GAINS>: EverySettings, variants { gain } }

impl<S: Setup<Settings = EverySettings>, const N: usize, const GAINS: usize> Configure<S>
    for Every<N, GAINS>
{
    const CHECK: Fit = S::SETTINGS.check();
    const VARIANT: usize = if S::SETTINGS.reset_after { 0 } else { 1 };
}

impl<const N: usize, const GAINS: usize> Variant<0> for Every<N, GAINS> {
    type Layer = Self;
}

impl<const N: usize, const GAINS: usize> Variant<1> for Every<N, GAINS> {
    type Layer = Every<N, 0>;
}

impl<In: Shape, S: Setup<Settings = EverySettings>, const N: usize, const GAINS: usize> ShapeRule<In, S>
    for Every<N, GAINS>
{
    const OUTPUT: Dims = Dims::sequence(In::DIMS.sizes[0].div_ceil(S::SETTINGS.strides), N);
    const FIT: Fit = Fit::sequence(In::DIMS).and(Fit::last(N, In::DIMS));
}

impl<const N: usize, const GAINS: usize> Every<N, GAINS> {
    /// The gain of a feature.
    fn gain(&self, feature: usize) -> f32 {
        self.gain.get(feature).copied().unwrap_or(1.0)
    }
}

/// The steps that are taken of a batch, each with its place in what comes in.
fn taken<In: Shape>(floats: usize, every: usize) -> impl Iterator<Item = usize> {
    let [steps, features, ..] = In::DIMS.sizes;
    (0..floats / (steps * features))
        .flat_map(move |sample| (0..steps).step_by(every).map(move |step| (sample * steps + step) * features))
}

impl<In: Shape, S: Setup<Settings = EverySettings>, const N: usize, const GAINS: usize> Layer<In, S>
    for Every<N, GAINS>
{
    type Activation = Linear;
    const COST: usize = <Self as ShapeRule<In, S>>::OUTPUT.len();

    fn build(&mut self, _: &mut Random) {
        self.gain = [1.0; GAINS];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], _scratch: &mut [f32]) {
        for (y, place) in y.chunks_exact_mut(N).zip(taken::<In>(x.len(), S::SETTINGS.strides)) {
            for (feature, (y, x)) in y.iter_mut().zip(&x[place..]).enumerate() {
                *y = self.gain(feature) * x;
            }
        }
    }

    /// dgain += Σ dy·x, dx = gain·dy where a step is taken
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, .. } = pass;
        if let Some(d) = d {
            for (dy, place) in dy.chunks_exact(N).zip(taken::<In>(x.len(), S::SETTINGS.strides)) {
                for ((d, dy), x) in d.gain.iter_mut().zip(dy).zip(&x[place..]) {
                    *d += dy * x;
                }
            }
        }
        if let Some(dx) = dx {
            dx.fill(0.0);
            for (dy, place) in dy.chunks_exact(N).zip(taken::<In>(x.len(), S::SETTINGS.strides)) {
                for (feature, (dx, dy)) in dx[place..].iter_mut().zip(dy).enumerate() {
                    *dx = self.gain(feature) * dy;
                }
            }
        }
    }
}
