//! How long `cargo check` takes for a large `model!`, beside a crate without one: `cargo bench --bench
//! compile_time`. It fails if a model of 50 layers takes more than 2 s, or one of 200 more than 6 s.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

/// Layers, and how long they may take.
const BUDGETS: [(usize, Duration); 3] =
    [(2, Duration::from_secs(1)), (50, Duration::from_secs(2)), (200, Duration::from_secs(6))];

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
    println!("no model     {:5.2} s", base.as_secs_f64());
    let mut within = true;
    for (layers, budget) in BUDGETS {
        let time = check(&folder, &model(layers));
        let verdict = if time <= budget { "" } else { "  more than it may" };
        println!("{layers:3} layers   {:5.2} s of {} s{verdict}", time.as_secs_f64(), budget.as_secs());
        within &= time <= budget;
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A model of so many layers, no two of which are alike.
fn model(layers: usize) -> String {
    let size = |layer: usize| 10 + layer * 7;
    let activation = |layer: usize| ["Relu", "Tanh", "Sigmoid"][layer % 3];
    let list = (0..layers).map(|l| format!("    Dense<{}, {}, {}>,\n", size(l), size(l + 1), activation(l)));
    format!("use cornu::prelude::*;\n\nmodel! {{ pub struct Deep <\n{}>; }}\n", list.collect::<String>())
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
