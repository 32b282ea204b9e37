use crate::progress::thousands;
use cornu_engine::{LayerInfo, Network, Parameter};
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
    input_names: &'static [&'static str],
    layers: &'static [LayerInfo],
    parameters: &'static [Parameter],
    macs: usize,
    inference_bytes: usize,
    training_bytes: usize,
}

impl Summary {
    pub(crate) fn of<N: Network>() -> Self {
        Summary {
            name: N::NAME,
            inputs: N::INPUTS,
            input_names: N::INPUT_NAMES,
            layers: N::LAYERS,
            parameters: N::PARAMETERS,
            macs: N::MACS,
            inference_bytes: N::INFERENCE_BYTES,
            training_bytes: N::TRAINING_BYTES,
        }
    }

    /// Whether each layer takes what the one before gives.
    fn is_chain(&self) -> bool {
        let mut last = self.inputs.len() - 1;
        self.rows_of_layers().all(|(value, layer)| {
            let follows = self.inputs.len() == 1 && layer.inputs == [last];
            last = value;
            follows
        })
    }

    /// The layers that are run, with the numbers of their values.
    fn rows_of_layers(&self) -> impl Iterator<Item = (usize, &LayerInfo)> {
        let layers = self.layers.iter().enumerate().filter(|(_, layer)| !layer.is_input);
        layers.map(|(place, layer)| (self.inputs.len() + place, layer))
    }

    /// The name of what gives a value.
    fn name_of(&self, value: usize) -> &'static str {
        match value.checked_sub(self.inputs.len()) {
            None => self.input_names[value],
            Some(layer) => self.layers[layer].name,
        }
    }

    /// The table: its head, a row an input, and a row each use of a layer.
    fn rows(&self) -> Vec<Vec<String>> {
        let row = |cells: [String; 4]| -> Vec<String> {
            let columns = if self.is_chain() { 3 } else { 4 };
            cells.into_iter().take(columns).collect()
        };
        let head = row(["Layer (type)", "Output Shape", "Param #", "Connected to"].map(String::from));
        let inputs = self.input_names.iter().zip(self.inputs).map(|(name, sizes)| {
            // Of a single one the name is that of its kind.
            let name = if self.is_chain() { (*name).into() } else { format!("{name} (Input)") };
            row([name, format!("({sizes})"), "0".into(), "-".into()])
        });
        let layers = self.rows_of_layers().map(|(_, layer)| {
            let kind = layer.layer.split('<').next().unwrap_or_default();
            let kind = kind.rsplit("::").next().unwrap_or_default();
            let given: Vec<&str> = layer.inputs.iter().map(|&value| self.name_of(value)).collect();
            row([
                format!("{} ({kind})", layer.name),
                format!("({})", layer.output),
                thousands(layer.parameters as f64),
                given.join(", "),
            ])
        });
        [head].into_iter().chain(inputs).chain(layers).collect()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows();
        let widths: Vec<usize> = (0..rows[0].len())
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        let line = |left, cross, right| {
            let parts: Vec<String> = widths.iter().map(|width| "─".repeat(width + 2)).collect();
            format!("{left}{}{right}", parts.join(cross))
        };
        writeln!(f, "Model: \"{}\"", self.name)?;
        writeln!(f, "{}", line("┌", "┬", "┐"))?;
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                // Counts stand to the right.
                2 => format!(" {cell:>width$} "),
                _ => format!(" {cell:<width$} "),
            });
            writeln!(f, "│{}│", cells.collect::<Vec<_>>().join("│"))?;
            if number == 0 {
                writeln!(f, "{}", line("├", "┼", "┤"))?;
            }
        }
        writeln!(f, "{}", line("└", "┴", "┘"))?;
        let count = |parameters: &mut dyn Iterator<Item = &Parameter>| -> usize {
            parameters.map(|parameter| parameter.dims.len()).sum()
        };
        let all = count(&mut self.parameters.iter());
        let trained = count(&mut self.parameters.iter().filter(|parameter| parameter.trainable));
        let mut params = |name: &str, count: usize| {
            writeln!(f, " {name}: {} ({})", thousands(count as f64), bytes(4 * count))
        };
        params("Total params", all)?;
        if trained < all {
            params("Trainable params", trained)?;
            params("Non-trainable params", all - trained)?;
        }
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
