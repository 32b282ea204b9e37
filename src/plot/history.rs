use super::{Curve, Diagram, MARKED, finite_runs, svg};
use crate::{FileError, axis::Axis, file};
use std::{io, path::Path};

/// One diagram of a picture: some values over the epochs, such as a loss.
///
/// See [`history_svg`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// What stands at the vertical axis.
    pub y_label: &'a str,
    /// The curves: each one's name, and its value after each epoch, the first of which is number 1.
    ///
    /// A curve whose name begins with `val_`, as in Keras, is dashed. Values that are NaN or infinite
    /// leave a gap.
    pub curves: &'a [(&'a str, &'a [f64])],
}

/// The size of one panel, in pixels.
const PANEL: (u32, u32) = (560, 380);

/// Panels side by side as the text of an SVG file.
///
/// ```
/// use cornu::plot::{Panel, history_svg};
///
/// let loss = Panel {
///     title: "Loss",
///     y_label: "loss",
///     curves: &[("loss", &[0.9, 0.5, 0.4]), ("val_loss", &[0.8, 0.6, 0.6])],
/// };
/// let svg = history_svg(&[loss]);
/// assert!(svg.starts_with("<svg") && svg.contains("val_loss"));
/// ```
pub fn history_svg(panels: &[Panel<'_>]) -> String {
    let diagrams: Vec<_> = panels.iter().map(diagram).collect();
    svg(PANEL.0 * panels.len().max(1) as u32, PANEL.1, &diagrams)
}

fn diagram<'a>(panel: &Panel<'a>) -> Diagram<'a> {
    let epochs = panel.curves.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let curve = |&(name, values): &(&'a str, &'a [f64])| Curve {
        name,
        dashed: name.starts_with("val_"),
        marked: epochs <= MARKED,
        runs: finite_runs((1..).map(f64::from).zip(values.iter().copied())),
    };
    Diagram {
        title: panel.title,
        x_label: "epoch",
        y_label: panel.y_label,
        across: Axis::of_epochs(epochs),
        up: Axis::of(panel.curves.iter().flat_map(|(_, values)| values.iter().copied())),
        curves: panel.curves.iter().map(curve).collect(),
    }
}

/// Writes what [`history_svg`] makes to a file, which is replaced if it is there.
///
/// ```no_run
/// use cornu::plot::{Panel, write_history};
///
/// let curves: &[(&str, &[f64])] = &[("accuracy", &[0.6, 0.9])];
/// write_history(&[Panel { title: "Accuracy", y_label: "accuracy", curves }], "history.svg")?;
/// # Ok::<(), cornu::FileError<std::io::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be written; what was there is then as it was.
pub fn write_history(panels: &[Panel<'_>], path: impl AsRef<Path>) -> Result<(), FileError<io::Error>> {
    let path = path.as_ref();
    file::replace(path, history_svg(panels).as_bytes()).map_err(FileError::at(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    fn svg_of(curves: &[(&str, &[f64])]) -> String {
        history_svg(&[Panel { title: "Loss", y_label: "loss", curves }])
    }

    #[test]
    fn curves_have_names_and_colours() {
        let svg = svg_of(&[("loss", &[3.0, 2.0, 1.5]), ("val_loss", &[3.5, 2.5, 2.5])]);
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        for part in ["Loss", "epoch", "val_loss", "#0072B2", "#D55E00"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
    }

    #[test]
    fn each_panel_adds_its_width() {
        let panel = Panel { title: "", y_label: "", curves: &[("a", &[1.0])] };
        assert!(history_svg(&[panel, panel]).contains(r#"width="1120""#));
        assert!(history_svg(&[]).contains(r#"width="560""#));
    }

    #[test]
    fn strange_values_are_drawn_or_left_out() {
        let strange =
            [f64::NAN, f64::INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE / 4.0, -0.0, 1.0 + f64::EPSILON];
        for a in strange {
            for b in strange {
                for c in strange {
                    assert!(!svg_of(&[("x", &[a, b, c]), ("val_x", &[c, a])]).contains("NaN"));
                }
            }
        }
        assert!(svg_of(&[]).contains("epoch"));
        assert!(svg_of(&[("x", &[]), ("val_x", &[1.0])]).contains("val_x"));
        assert_eq!(
            finite_runs((1..).map(f64::from).zip([f64::NAN, 1.0, 2.0, f64::INFINITY, 3.0])),
            [vec![(2.0, 1.0), (3.0, 2.0)], vec![(5.0, 3.0)]]
        );
    }

    #[test]
    fn names_are_escaped() {
        let svg = svg_of(&[("<script>&", &[1.0])]);
        assert!(svg.contains("&lt;script&gt;&amp;") && !svg.contains("<script>"));
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = TestFolder::new("plot");
        write_history(&[], folder.0.join("history.svg")).unwrap();
        assert!(std::fs::read_to_string(folder.0.join("history.svg")).unwrap().starts_with("<svg"));
        assert!(write_history(&[], &folder.0).unwrap_err().to_string().contains("folder"));
    }
}
