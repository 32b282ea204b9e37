//! Each plug-in by itself.

use cornu::{
    Activation, Configured, Flat, Linear, Optimizer, Sequence, Setup, Variant, setup,
    testing::{check_activation, check_layer, check_layer_with, check_loss},
};
use cornu_plugins::{
    Every, EverySettings, Highway, HighwaySettings, Huber, LeakyIntegrator, LeakyIntegratorSettings, Lion,
    Scale, ScaleSettings, Shrink, ShrinkSettings, Swish,
};

#[test]
fn scale() {
    let reference =
        |gain: &[f64], x: &[f64]| x.iter().zip(gain.iter().cycle()).map(|(x, gain)| x * gain).collect();
    setup! { struct Small: ScaleSettings { start: 0.1 } }
    check_layer::<Flat<5>, Scale<5>>(reference);
    check_layer_with::<Sequence<3, 4>, Scale<4>, Small>(reference);
}

/// As in the paper, on one row after another.
fn highway<const N: usize>(parameters: &[f64], x: &[f64]) -> Vec<f64> {
    let (plain, gate) = parameters.split_at(N * N + N);
    let sum = |part: &[f64], x: &[f64], n: usize| {
        let (kernel, bias) = part.split_at(N * N);
        x.iter().enumerate().map(|(m, x)| x * kernel[m * N + n]).sum::<f64>() + bias[n]
    };
    let feature = |x: &[f64], n: usize| {
        let (h, t) = (sum(plain, x, n).tanh(), 1.0 / (1.0 + (-sum(gate, x, n)).exp()));
        t * h + (1.0 - t) * x[n]
    };
    x.chunks(N).flat_map(|x| (0..N).map(move |n| feature(x, n))).collect()
}

#[test]
fn highway_layer() {
    setup! { struct Open: HighwaySettings { gate_bias: 0.5 } }
    check_layer::<Flat<1>, Highway<1>>(highway::<1>);
    check_layer_with::<Flat<13>, Highway<13>, Open>(highway::<13>);
    check_layer::<Sequence<3, 4>, Highway<4>>(highway::<4>);
}

#[test]
fn swish() {
    let reference = |x: &[f64]| x.iter().map(|x| x / (1.0 + (-x).exp())).collect();
    check_activation::<Swish>(reference, &[-5.0, -1.0, 0.0, 0.5, 3.0]);
}

#[test]
fn shrink() {
    setup! { struct Little: ShrinkSettings { threshold: 0.25 } }
    fn reference(x: &[f64], threshold: f64) -> Vec<f64> {
        x.iter().map(|x| x - x.clamp(-threshold, threshold)).collect()
    }
    let inputs = [-5.0, -0.75, 0.125, 0.375, 3.0];
    check_activation::<Shrink>(|x| reference(x, 0.5), &inputs);
    check_activation::<Configured<Shrink, Little>>(|x| reference(x, 0.25), &inputs);
    let mut values = [1.0];
    <Shrink as Activation<Little>>::apply(&mut values, 1);
    assert_eq!(values, [0.75]);
}

#[test]
fn every() {
    setup! { struct Third: EverySettings { strides: 3 } }
    setup! { struct Bare: EverySettings { reset_after: false } }
    let reference = |every: usize| {
        move |gain: &[f64], x: &[f64]| -> Vec<f64> {
            let gain = |feature: usize| gain.get(feature).unwrap_or(&1.0);
            let steps = x.chunks(2).step_by(every);
            steps
                .flat_map(|x| (0..2).map(move |feature| gain(feature) * x[feature]).collect::<Vec<_>>())
                .collect()
        }
    };
    check_layer::<Sequence<5, 2>, Every<2>>(reference(2));
    check_layer_with::<Sequence<7, 2>, Every<2>, Third>(reference(3));
    check_layer_with::<Sequence<4, 2>, <Every<2> as Variant<1>>::Layer, Bare>(reference(2));
}

/// hₜ = leak·hₜ₋₁ + (1 − leak)·xₜ
fn integrate<S: Setup<Settings = LeakyIntegratorSettings>>(leak: &[f64], x: &[f64]) -> Vec<f64> {
    let mut steps: Vec<&[f64]> = x.chunks(leak.len()).collect();
    if S::SETTINGS.go_backwards {
        steps.reverse();
    }
    let mut h = vec![0.0; leak.len()];
    let mut all = Vec::new();
    for x in steps {
        h = h.iter().zip(x).zip(leak).map(|((h, x), leak)| leak * h + (1.0 - leak) * x).collect();
        all.extend(&h);
    }
    if S::SETTINGS.return_sequences { all } else { h }
}

#[test]
fn leaky_integrator() {
    setup! { struct Last: LeakyIntegratorSettings {} }
    setup! { struct Each: LeakyIntegratorSettings { return_sequences: true } }
    setup! { struct Turned: LeakyIntegratorSettings { return_sequences: true, go_backwards: true, leak: 0.5 } }
    check_layer::<Sequence<4, 3>, LeakyIntegrator<3>>(integrate::<Last>);
    check_layer_with::<Sequence<4, 3>, LeakyIntegrator<3>, Each>(integrate::<Each>);
    check_layer_with::<Sequence<5, 2>, LeakyIntegrator<2>, Turned>(integrate::<Turned>);
}

#[test]
fn huber() {
    let reference = |outputs: &[f64], target: &[f32; 2]| {
        let sizes = outputs.iter().zip(target).map(|(y, &t)| (y - f64::from(t)).abs());
        sizes.map(|e| if e <= 1.0 { 0.5 * e * e } else { e - 0.5 }).sum::<f64>() / 2.0
    };
    check_loss::<_, Linear, _>(&Huber::default(), &[[0.5, -1.0], [9.0, 0.25], [0.0, -7.0]], reference);
}

/// Two steps by hand: the sign of the mean and the gradient together, decay, and no step without a gradient.
#[test]
fn lion() {
    let lion = Lion { learning_rate: 0.1, weight_decay: 0.5, ..Lion::default() };
    let (mut parameters, mut mean) = ([2.0, -2.0, 0.0], [0.0; 3]);
    lion.update(1, &mut parameters, &[3.0, -0.001, 0.0], &mut [&mut mean]);
    assert_eq!(parameters, [2.0 - 0.1 * (1.0 + 1.0), -2.0 - 0.1 * (-1.0 - 1.0), 0.0]);
    assert_eq!(mean, [(1.0 - 0.99) * 3.0, (1.0 - 0.99) * -0.001, 0.0]);
    // The new gradient is smaller than nine times the old mean, but for the second parameter.
    lion.update(2, &mut parameters, &[-0.1, 0.001, 0.0], &mut [&mut mean]);
    assert!(parameters[0] < 1.8 && parameters[1] < -1.8);
}
