use cornu::{
    Backward, Block, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup, Shape, ShapeRule,
    math, parameters,
    product::{Matrix, product},
    settings,
};

/// A dense layer with a way around it, and for each feature a gate that says which way to take.
///
/// y = t·h + (1 − t)·x, with h = tanh(x·kernel + bias) and t = sigmoid(x·gate_kernel + gate_bias). Srivastava,
/// Greff and Schmidhuber, 2015, "Highway Networks".
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Highway<const N: usize> {
    /// The weights of h, inputs × outputs.
    pub kernel: [[f32; N]; N],
    /// What is added to the sums of h.
    pub bias: [f32; N],
    /// The weights of t, inputs × outputs.
    pub gate_kernel: [[f32; N]; N],
    /// What is added to the sums of t.
    pub gate_bias: [f32; N],
}

parameters! { impl [const N: usize] Highway<N>: HighwaySettings { kernel, bias, gate_kernel, gate_bias } }

settings! {
    /// What may stand in braces behind a [`Highway`].
    pub struct HighwaySettings {
        /// The start of the gate's bias; −1, so that at first most of x goes around (section 2.2 of the paper).
        pub gate_bias: f32 = -1.0 => (gate_bias.is_finite(), "a finite number"),
    }
}

impl<const N: usize> Highway<N> {
    /// h and t of one row, one behind the other.
    fn halves(&self, x: &[f32], halves: &mut [f32]) {
        let (h, t) = halves.split_at_mut(N);
        h.copy_from_slice(&self.bias);
        product(Matrix::new(x, 1, N), Matrix::new(self.kernel.floats(), N, N), h, &mut []);
        h.iter_mut().for_each(|h| *h = math::tanh(*h));
        t.copy_from_slice(&self.gate_bias);
        product(Matrix::new(x, 1, N), Matrix::new(self.gate_kernel.floats(), N, N), t, &mut []);
        t.iter_mut().for_each(|t| *t = math::sigmoid(*t));
    }
}

/// y = t·h + (1 − t)·x, for one row.
fn mix(x: &[f32], halves: &[f32], y: &mut [f32]) {
    let (h, t) = halves.split_at(x.len());
    for (((y, x), h), t) in y.iter_mut().zip(x).zip(h).zip(t) {
        *y = t * h + (1.0 - t) * x;
    }
}

impl<In: Shape, S: Setup<Settings = HighwaySettings>, const N: usize> ShapeRule<In, S> for Highway<N> {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(N, In::DIMS);
}

impl<In: Shape, S: Setup<Settings = HighwaySettings>, const N: usize> Layer<In, S> for Highway<N> {
    type Activation = Linear;
    const COST: usize = 2 * N * In::DIMS.len();
    /// h and t.
    const TRACE: Floats = Floats::each(2 * In::DIMS.len());
    /// One row's h and t, or their gradients.
    const SCRATCH: Floats = Floats::once(2 * N);
    const INFERENCE_SCRATCH: usize = 2 * N;

    fn build(&mut self, random: &mut Random) {
        let kernel = Dims::flat(N).times(N);
        Initializer::GlorotUniform.fill(self.kernel.floats_mut(), kernel, random);
        Initializer::GlorotUniform.fill(self.gate_kernel.floats_mut(), kernel, random);
        self.bias = [0.0; N];
        self.gate_bias = [S::SETTINGS.gate_bias; N];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let halves = &mut scratch[..2 * N];
        for (x, y) in x.chunks_exact(N).zip(y.chunks_exact_mut(N)) {
            self.halves(x, halves);
            mix(x, halves, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let rows = pass.x.chunks_exact(N).zip(pass.y.chunks_exact_mut(N));
        for ((x, y), halves) in rows.zip(pass.trace.chunks_exact_mut(2 * N)) {
            self.halves(x, halves);
            mix(x, halves, y);
        }
    }

    /// With dh and dt the gradients of the sums of h and t: dh = dy·t·(1 − h²), dt = dy·(h − x)·t·(1 − t),
    /// dx = dy·(1 − t) + dh·kernelᵀ + dt·gate_kernelᵀ.
    fn backward(&self, pass: Backward<'_>, mut d: Option<&mut Self>) {
        let (dh, dt) = pass.scratch[..2 * N].split_at_mut(N);
        let mut dx_rows = pass.dx.map(|dx| dx.chunks_exact_mut(N));
        let rows = pass.x.chunks_exact(N).zip(pass.dy.chunks_exact(N));
        for ((x, dy), halves) in rows.zip(pass.trace.chunks_exact(2 * N)) {
            let (h, t) = halves.split_at(N);
            for n in 0..N {
                dh[n] = dy[n] * t[n] * (1.0 - h[n] * h[n]);
                dt[n] = dy[n] * (h[n] - x[n]) * t[n] * (1.0 - t[n]);
            }
            if let Some(d) = d.as_deref_mut() {
                for n in 0..N {
                    d.bias[n] += dh[n];
                    d.gate_bias[n] += dt[n];
                }
                let column = Matrix::new(x, N, 1);
                product(column, Matrix::new(dh, 1, N), d.kernel.floats_mut(), &mut []);
                product(column, Matrix::new(dt, 1, N), d.gate_kernel.floats_mut(), &mut []);
            }
            let (dh, dt) = (Matrix::new(dh, 1, N), Matrix::new(dt, 1, N));
            if let Some(dx) = dx_rows.as_mut().and_then(Iterator::next) {
                for n in 0..N {
                    dx[n] = dy[n] * (1.0 - t[n]);
                }
                product(dh, Matrix::new(self.kernel.floats(), N, N).transposed(), dx, &mut []);
                product(dt, Matrix::new(self.gate_kernel.floats(), N, N).transposed(), dx, &mut []);
            }
        }
    }
}
