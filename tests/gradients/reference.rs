//! Networks in f64, written as naively as can be.

/// One layer: `None` for `Flatten`, which moves no value; else inputs, units, and what follows the sums.
pub(super) type Layer = Option<(usize, usize, fn(&mut [f64]))>;

/// A network's outputs for one sample. `parameters` are kernel (inputs × units) and bias of each layer.
pub(super) fn outputs(layers: &[Layer], mut parameters: &[f64], x: &[f64]) -> Vec<f64> {
    let mut values = x.to_vec();
    for &(inputs, units, activation) in layers.iter().flatten() {
        let (kernel, rest) = parameters.split_at(inputs * units);
        let (bias, rest) = rest.split_at(units);
        parameters = rest;
        let mut next = Vec::new();
        for step in values.chunks(inputs) {
            let mut row = bias.to_vec();
            for (x, weights) in step.iter().zip(kernel.chunks(units)) {
                row.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += x * weight);
            }
            activation(&mut row);
            next.extend(row);
        }
        values = next;
    }
    assert!(parameters.is_empty(), "as many parameters as the network has");
    values
}

pub(super) fn linear(_: &mut [f64]) {}

pub(super) fn relu(row: &mut [f64]) {
    for x in row {
        // A step of the differences must not reach the kink.
        assert!(x.abs() > 1e-4, "{x} is too near to 0: choose another seed");
        *x = x.max(0.0);
    }
}

pub(super) fn sigmoid(row: &mut [f64]) {
    row.iter_mut().for_each(|x| *x = 1.0 / (1.0 + (-*x).exp()));
}

pub(super) fn tanh(row: &mut [f64]) {
    row.iter_mut().for_each(|x| *x = x.tanh());
}

pub(super) fn swish(row: &mut [f64]) {
    row.iter_mut().for_each(|x| *x /= 1.0 + (-*x).exp());
}

pub(super) fn softmax(row: &mut [f64]) {
    row.iter_mut().for_each(|x| *x = x.exp());
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|x| *x /= sum);
}

pub(super) fn squared_error(outputs: &[f64], targets: &[f64]) -> f64 {
    outputs.iter().zip(targets).map(|(y, t)| (y - t).powi(2)).sum::<f64>() / outputs.len() as f64
}

pub(super) fn binary(outputs: &[f64], targets: &[f64]) -> f64 {
    let one = |(p, t): (&f64, &f64)| -t * p.ln() - (1.0 - t) * (1.0 - p).ln();
    outputs.iter().zip(targets).map(one).sum::<f64>() / outputs.len() as f64
}

pub(super) fn categorical(outputs: &[f64], targets: &[f64]) -> f64 {
    outputs.iter().zip(targets).map(|(p, t)| -t * p.ln()).sum()
}
