//! The history of a training as a picture.

use crate::{
    FileError,
    axis::{Axis, bounded},
    file,
};
use plotters::{coord::Shift, element::DashedPathElement, prelude::*};
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
/// Blue, orange, green and purple that are told apart with any colour vision (after Okabe and Ito).
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];
const TEXT: RGBColor = RGBColor(60, 60, 60);
const GRID: RGBColor = RGBColor(228, 228, 228);
/// A font of the reader's machine: none is in the file.
const FONT: &str = "sans-serif";
/// Up to this many epochs each is marked on the curve.
const MARKED: usize = 30;
/// The length in pixels of a dash, of the space behind it, and of the piece of a curve in the legend.
const DASH: i32 = 7;
const SPACE: i32 = 4;
const SAMPLE: i32 = 29;
/// Why drawing does not fail.
const STRING: &str = "what is drawn is text in memory";

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
    let mut svg = String::new();
    let across = panels.len().max(1);
    let picture = SVGBackend::with_string(&mut svg, (PANEL.0 * across as u32, PANEL.1)).into_drawing_area();
    picture.fill(&WHITE).expect(STRING);
    for (panel, area) in panels.iter().zip(picture.split_evenly((1, across))) {
        draw(panel, &area).expect(STRING);
    }
    picture.present().expect(STRING);
    drop(picture);
    svg
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

fn draw(
    panel: &Panel<'_>,
    area: &DrawingArea<SVGBackend<'_>, Shift>,
) -> Result<(), DrawingAreaErrorKind<io::Error>> {
    let epochs = panel.curves.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let across = Axis::of_epochs(epochs);
    let up = Axis::of(panel.curves.iter().flat_map(|(_, values)| values.iter().copied()));
    let style = |size: i32| TextStyle::from((FONT, size)).color(&TEXT);
    let mut chart = ChartBuilder::on(area)
        .margin(14)
        .caption(panel.title, style(20))
        .x_label_area_size(46)
        .y_label_area_size(66)
        .build_cartesian_2d(across, up)?;
    chart
        .configure_mesh()
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .disable_x_mesh()
        .axis_style(TEXT.mix(0.6))
        .label_style(style(14))
        .axis_desc_style(style(15))
        .x_desc("epoch")
        .y_desc(panel.y_label)
        .x_label_formatter(&|&epoch| across.label(epoch))
        .y_label_formatter(&|&value| up.label(value))
        .draw()?;
    for (&(name, values), colour) in panel.curves.iter().zip(COLOURS.into_iter().cycle()) {
        let line = colour.stroke_width(2);
        let dashed = name.starts_with("val_");
        for run in finite_runs(values) {
            if dashed {
                chart.draw_series(DashedLineSeries::new(run.iter().copied(), DASH, SPACE, line))?;
            } else {
                chart.draw_series(LineSeries::new(run.iter().copied(), line))?;
            }
            if epochs <= MARKED || run.len() == 1 {
                chart.draw_series(run.iter().map(|&point| Circle::new(point, 3, colour.filled())))?;
            }
        }
        // A series without points carries the name: a curve may be drawn in many parts, or in none.
        let (dash, space) = if dashed { (DASH, SPACE) } else { (SAMPLE, 0) };
        chart
            .draw_series(LineSeries::new([], line))?
            .label(name)
            .legend(move |(x, y)| DashedPathElement::new([(x, y), (x + SAMPLE, y)], dash, space, line));
    }
    if panel.curves.is_empty() {
        return Ok(());
    }
    chart
        .configure_series_labels()
        .position(legend_position(panel))
        .legend_area_size(34)
        .background_style(WHITE.mix(0.85))
        .border_style(GRID)
        .label_font(style(14))
        .draw()
}

/// Where the first curve does not end up: below one that rises, else above.
fn legend_position(panel: &Panel<'_>) -> SeriesLabelPosition {
    match panel.curves {
        [(_, [first, .., last]), ..] if last > first => SeriesLabelPosition::LowerRight,
        _ => SeriesLabelPosition::UpperRight,
    }
}

/// The points of a curve, parted where values are NaN or infinite.
fn finite_runs(values: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<(f64, f64)> =
        (1..).map(f64::from).zip(values.iter().map(|&value| bounded(value))).collect();
    let runs = points.split(|(_, value)| !value.is_finite()).filter(|run| !run.is_empty());
    runs.map(<[_]>::to_vec).collect()
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
            finite_runs(&[f64::NAN, 1.0, 2.0, f64::INFINITY, 3.0]),
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
