use crate::progress::thousands;
use cornu_engine::{LayerInfo, Network};
use std::fmt;

/// The table of a model's layers, as Keras prints it, and what the model costs.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }
///
/// let summary = Digits::summary().to_string();
/// assert!(summary.contains("Total params: 407,050 (1.55 MiB)"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    name: &'static str,
    inputs: &'static [cornu_engine::Dims],
    layers: &'static [LayerInfo],
    parameters: usize,
    macs: usize,
    inference_bytes: usize,
    training_bytes: usize,
}

impl Summary {
    pub(crate) fn of<N: Network>() -> Self {
        Summary {
            name: N::NAME,
            inputs: N::INPUTS,
            layers: N::LAYERS,
            parameters: N::PARAMETER_COUNT,
            macs: N::MACS,
            inference_bytes: N::INFERENCE_BYTES,
            training_bytes: N::TRAINING_BYTES,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["Layer (type)", "Output Shape", "Param #"].map(String::from);
        let inputs = self.inputs.iter().map(|input| ["input".into(), format!("({input})"), "0".into()]);
        let layers = self.layers.iter().map(|layer| {
            let kind = layer.layer.split('<').next().unwrap_or_default();
            let kind = kind.rsplit("::").next().unwrap_or_default();
            [
                format!("{} ({kind})", layer.name),
                format!("({})", layer.output),
                thousands(layer.parameters as f64),
            ]
        });
        let rows: Vec<[String; 3]> = inputs.chain(layers).collect();
        let widths = [0, 1, 2].map(|column| {
            let lengths = rows.iter().chain([&heads]).map(|row| row[column].chars().count());
            lengths.max().unwrap_or(0)
        });
        let line = |left, cross, right| {
            let parts = widths.map(|width| "─".repeat(width + 2));
            format!("{left}{}{right}", parts.join(cross))
        };
        let row = |row: &[String; 3]| {
            let [a, b, c] = widths;
            format!("│ {:<a$} │ {:<b$} │ {:>c$} │", row[0], row[1], row[2])
        };
        writeln!(f, "Model: \"{}\"", self.name)?;
        writeln!(f, "{}", line("┌", "┬", "┐"))?;
        writeln!(f, "{}", row(&heads))?;
        writeln!(f, "{}", line("├", "┼", "┤"))?;
        for cells in &rows {
            writeln!(f, "{}", row(cells))?;
        }
        writeln!(f, "{}", line("└", "┴", "┘"))?;
        let parameters = self.parameters as f64;
        writeln!(f, " Total params: {} ({})", thousands(parameters), bytes(4 * self.parameters))?;
        writeln!(f, " One sample: {} multiply-accumulates", thousands(self.macs as f64))?;
        write!(
            f,
            " Memory beside the parameters: {} to infer, {} for a training step",
            bytes(self.inference_bytes),
            bytes(self.training_bytes)
        )
    }
}

/// Bytes in the unit that suits them.
fn bytes(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..0x10_0000 => format!("{:.2} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.2} MiB", bytes as f64 / 1_048_576.0),
    }
}
