//! How long `cargo check` takes for a large `model!`, beside a crate without one: `cargo bench --bench
//! compile_time`. It fails if a model takes longer than it may: 50 layers 2 s, 200 layers 6 s.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

/// Models, and how many seconds they may take.
fn budgets() -> [(&'static str, String, u64); 5] {
    [
        ("2 Dense", dense(2), 1),
        ("50 Dense", dense(50), 2),
        ("200 Dense", dense(200), 6),
        ("50 Conv2D", convolutions(50), 2),
        ("30 layers with residual connections", residual(30), 2),
    ]
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = 'compile_time'\nedition = '2024'\n\n[dependencies]\ncornu.path = '{}'\n\n[workspace]\n",
        root.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    // The first check is that of the dependencies.
    check(&folder, "");
    let base = check(&folder, "//! Nothing.");
    println!("{:36}{:5.2} s", "no model", base.as_secs_f64());
    let mut within = true;
    for (name, model, budget) in budgets() {
        let time = check(&folder, &model);
        let is_within = time <= Duration::from_secs(budget);
        let verdict = if is_within { "" } else { "  more than it may" };
        println!("{name:36}{:5.2} s of {budget} s{verdict}", time.as_secs_f64());
        within &= is_within;
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A chain of so many layers, no two of which are alike.
fn dense(layers: usize) -> String {
    let size = |layer: usize| 10 + layer * 7;
    chain((0..layers).map(|l| format!("Dense<{}, {}, {}>", size(l), size(l + 1), activation(l))))
}

/// The same of convolutions, which leave an image as large as it is.
fn convolutions(layers: usize) -> String {
    let channels = |layer: usize| 3 + layer;
    let layer =
        |l| format!("Conv2D<{}, {}, 3, {}> {{ padding: Same }}", channels(l), channels(l + 1), activation(l));
    chain(["Input<8, 8, 3>".to_owned()].into_iter().chain((0..layers).map(layer)))
}

/// A graph in which every third layer adds what stands two layers before it.
fn residual(layers: usize) -> String {
    let mut lines = String::from("        let v0 = Input<64>;\n");
    let mut value = 0;
    for layer in (0..layers).step_by(3) {
        let (first, second) = (activation(layer), activation(layer + 1));
        lines += &format!("        let a{layer} = Dense<64, {}, {first}>(v{value});\n", 64 + layer);
        lines += &format!("        let b{layer} = Dense<{}, 64, {second}>(a{layer});\n", 64 + layer);
        lines += &format!("        let v{} = Add(v{value}, b{layer});\n", layer + 3);
        value = layer + 3;
    }
    format!(
        "use cornu::prelude::*;\n\nmodel! {{\n    pub struct Residual {{\n{lines}        v{value}\n    }}\n}}\n"
    )
}

fn activation(layer: usize) -> &'static str {
    ["Relu", "Tanh", "Sigmoid"][layer % 3]
}

fn chain(layers: impl Iterator<Item = String>) -> String {
    let list: String = layers.map(|layer| format!("    {layer},\n")).collect();
    format!("use cornu::prelude::*;\n\nmodel! {{ pub struct Deep <\n{list}>; }}\n")
}

/// How long the check of a crate with this source takes.
fn check(folder: &Path, source: &str) -> Duration {
    fs::write(folder.join("src/lib.rs"), source).unwrap();
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .stderr(Stdio::inherit())
        .status()
        .unwrap();
    assert!(status.success(), "the crate compiles");
    start.elapsed()
}
