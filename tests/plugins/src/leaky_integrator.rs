use cornu::{
    Backward, Dims, Fit, Floats, Forward, GoBackwards, Layer, Linear, Random, Setup, Shape, ShapeRule,
    parameters, settings,
};

/// A recurrent layer: hₜ = leak·hₜ₋₁ + (1 − leak)·xₜ for each feature, with a leak of its own that is learnt.
///
/// The leaky integrator of Jaeger, Lukoševičius, Popovici and Siewert, 2007, without its nonlinearity.
#[repr(C)]
#[derive(Clone, Debug)]
pub struct LeakyIntegrator<const N: usize> {
    /// How much of the last state is kept, for each feature.
    pub leak: [f32; N],
}

settings! {
    /// What may stand in braces behind a [`LeakyIntegrator`].
    pub struct LeakyIntegratorSettings {
        /// The start of each leak.
        pub leak: f32 = 0.9 => (leak >= 0.0 && leak <= 1.0, "from 0 to 1"),
        /// Whether the state of each step is given, or that of the last.
        pub return_sequences: bool = false,
        /// Whether the last step is taken first.
        pub go_backwards: bool = false,
    }
}

impl<S: Setup<Settings = Self>> GoBackwards<S> for LeakyIntegratorSettings {
    const TURNED_ROUND: Self = {
        let mut settings = S::SETTINGS;
        settings.go_backwards = !settings.go_backwards;
        settings
    };
}

parameters! { impl [const N: usize] LeakyIntegrator<N>: LeakyIntegratorSettings { leak } }

impl<In: Shape, S: Setup<Settings = LeakyIntegratorSettings>, const N: usize> ShapeRule<In, S>
    for LeakyIntegrator<N>
{
    const OUTPUT: Dims =
        if S::SETTINGS.return_sequences { Dims::sequence(In::DIMS.sizes[0], N) } else { Dims::flat(N) };
    const FIT: Fit = Fit::sequence(In::DIMS).and(Fit::last(N, In::DIMS));
    const TO_GIVE_SEQUENCE: &'static str =
        if S::SETTINGS.return_sequences { "" } else { "`{ return_sequences: true }` behind it" };
}

/// The place of the `n`th step in its order.
fn place<S: Setup<Settings = LeakyIntegratorSettings>>(n: usize, steps: usize) -> usize {
    if S::SETTINGS.go_backwards { steps - 1 - n } else { n }
}

impl<In: Shape, S: Setup<Settings = LeakyIntegratorSettings>, const N: usize> Layer<In, S>
    for LeakyIntegrator<N>
{
    type Activation = Linear;
    const COST: usize = 2 * In::DIMS.len();
    /// The state of each step.
    const TRACE: Floats = Floats::each(In::DIMS.len());
    /// The gradient of the state.
    const SCRATCH: Floats = Floats::once(N);
    const INFERENCE_SCRATCH: usize = N;
    const STATE: Option<usize> = Some(N);

    fn build(&mut self, _: &mut Random) {
        self.leak = [S::SETTINGS.leak; N];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (steps, state) = (In::DIMS.sizes[0], &mut scratch[..N]);
        let outputs = <Self as ShapeRule<In, S>>::OUTPUT.len();
        for (x, y) in x.chunks_exact(steps * N).zip(y.chunks_exact_mut(outputs)) {
            state.fill(0.0);
            for n in 0..steps {
                let x = &x[place::<S>(n, steps) * N..][..N];
                let y = if S::SETTINGS.return_sequences { &mut y[n * N..][..N] } else { &mut *y };
                Layer::<In, S>::step(self, x, y, state, &mut []);
            }
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, .. } = pass;
        let steps = In::DIMS.sizes[0];
        let outputs = <Self as ShapeRule<In, S>>::OUTPUT.len();
        let samples = x.chunks_exact(steps * N).zip(y.chunks_exact_mut(outputs));
        for ((x, y), trace) in samples.zip(trace.chunks_exact_mut(steps * N)) {
            let state = &mut scratch[..N];
            state.fill(0.0);
            for (n, kept) in trace.chunks_exact_mut(N).enumerate() {
                Layer::<In, S>::step(self, &x[place::<S>(n, steps) * N..][..N], kept, state, &mut []);
            }
            y.copy_from_slice(&trace[trace.len() - outputs..]);
        }
    }

    /// With dh the gradient of a state: dleak += dh·(hₜ₋₁ − xₜ), dxₜ = (1 − leak)·dh, dhₜ₋₁ = leak·dh.
    fn backward(&self, pass: Backward<'_>, mut d: Option<&mut Self>) {
        let Backward { x, dy, mut dx, trace, scratch, .. } = pass;
        let steps = In::DIMS.sizes[0];
        let outputs = <Self as ShapeRule<In, S>>::OUTPUT.len();
        let dh = &mut scratch[..N];
        for sample in 0..x.len() / (steps * N) {
            let (x, trace) = (&x[sample * steps * N..], &trace[sample * steps * N..]);
            let dy = &dy[sample * outputs..][..outputs];
            dh.fill(0.0);
            for n in (0..steps).rev() {
                if S::SETTINGS.return_sequences || n + 1 == steps {
                    let dy = if S::SETTINGS.return_sequences { &dy[n * N..][..N] } else { dy };
                    dh.iter_mut().zip(dy).for_each(|(dh, dy)| *dh += dy);
                }
                let at = place::<S>(n, steps) * N;
                for feature in 0..N {
                    let last = if n == 0 { 0.0 } else { trace[(n - 1) * N + feature] };
                    if let Some(d) = d.as_deref_mut() {
                        d.leak[feature] += dh[feature] * (last - x[at + feature]);
                    }
                    if let Some(dx) = dx.as_deref_mut() {
                        dx[sample * steps * N + at + feature] = (1.0 - self.leak[feature]) * dh[feature];
                    }
                    dh[feature] *= self.leak[feature];
                }
            }
        }
    }

    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], _scratch: &mut [f32]) {
        for (((y, h), x), leak) in y.iter_mut().zip(state).zip(x).zip(&self.leak) {
            *h = leak * *h + (1.0 - leak) * x;
            *y = *h;
        }
    }
}
