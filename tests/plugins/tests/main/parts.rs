//! Each plug-in by itself.

use cornu::{
    Flat, Linear, Optimizer, Sequence, Settings,
    testing::{check_activation, check_layer, check_loss},
};
use cornu_plugins::{Highway, HighwaySettings, Huber, Lion, Scale, ScaleSettings, Swish};

#[test]
fn scale() {
    let reference =
        |gain: &[f64], x: &[f64]| x.iter().zip(gain.iter().cycle()).map(|(x, gain)| x * gain).collect();
    check_layer::<Flat<5>, Scale<5>>(&ScaleSettings::DEFAULT, reference);
    check_layer::<Sequence<3, 4>, Scale<4>>(&ScaleSettings { start: 0.1 }, reference);
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
    check_layer::<Flat<1>, Highway<1>>(&HighwaySettings::DEFAULT, highway::<1>);
    check_layer::<Flat<13>, Highway<13>>(&HighwaySettings { gate_bias: 0.5 }, highway::<13>);
    check_layer::<Sequence<3, 4>, Highway<4>>(&HighwaySettings::DEFAULT, highway::<4>);
}

#[test]
fn swish() {
    let reference = |x: &[f64]| x.iter().map(|x| x / (1.0 + (-x).exp())).collect();
    check_activation::<Swish>(reference, &[-5.0, -1.0, 0.0, 0.5, 3.0]);
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
