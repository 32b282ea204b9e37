use super::{cases, data, optimizer, text};
use serde_json::Value;

#[test]
fn ten_steps_are_those_of_keras() {
    let json = include_str!("../golden/optimizers.json");
    let file: Value = serde_json::from_str(json).unwrap();
    let (start, gradients) = (data(&file["start"]), data(&file["gradients"]));
    let n = start.len();
    for case in cases(json) {
        let optimizer = optimizer(&case);
        let mut parameters = start.clone();
        let mut moments = vec![0.0; optimizer.moments() * n];
        let after = data(&case["after"]);
        // Most parameters start at 0, and some have moved by less than 1e-6 at the end: what is near is
        // a matter of each one's largest value. Keras's Adam calculates 1 − 0.999ᵗ in f32, which costs
        // it 1.3e-5 at t = 1.
        let largest = |place: usize| after.iter().skip(place).step_by(n).fold(0.0f32, |a, b| a.max(b.abs()));
        let tolerance = if text(&case["optimizer"]) == "adam" { 3e-5 } else { 1e-5 };
        for (step, (gradient, want)) in gradients.chunks(n).zip(after.chunks(n)).enumerate() {
            let mut each: Vec<&mut [f32]> = moments.chunks_mut(n).collect();
            optimizer.update(step as u64 + 1, &mut parameters, gradient, &mut each);
            for (place, (got, want)) in parameters.iter().zip(want).enumerate() {
                let near = (got - want).abs() <= tolerance * largest(place);
                assert!(near, "step {step}, parameter {place}: {got}, Keras {want}; {case}");
            }
        }
    }
}
