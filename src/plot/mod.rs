//! Curves as pictures: the history of a training, a series and its forecast.

mod chart;
mod history;

pub use chart::{Chart, chart_svg, write_chart};
pub use history::{Panel, history_svg, write_history};

use crate::axis::{Axis, bounded};
use plotters::{coord::Shift, element::DashedPathElement, prelude::*};
use std::io;

/// Blue, orange, green and purple that are told apart with any colour vision (after Okabe and Ito).
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];
const TEXT: RGBColor = RGBColor(60, 60, 60);
const GRID: RGBColor = RGBColor(228, 228, 228);
/// A font of the reader's machine: none is in the file.
const FONT: &str = "sans-serif";
/// Up to this many points of a curve each is marked.
const MARKED: usize = 30;
/// The length in pixels of a dash, of the space behind it, and of the piece of a curve in the legend.
const DASH: i32 = 7;
const SPACE: i32 = 4;
const SAMPLE: i32 = 29;
/// Why drawing does not fail.
const STRING: &str = "what is drawn is text in memory";

/// Curves over a common axis, and what stands beside them.
struct Diagram<'a> {
    title: &'a str,
    x_label: &'a str,
    y_label: &'a str,
    across: Axis,
    up: Axis,
    curves: Vec<Curve<'a>>,
}

/// A line through points, with gaps where some are left out.
struct Curve<'a> {
    name: &'a str,
    dashed: bool,
    /// Whether each point is marked.
    marked: bool,
    /// The pieces between the gaps, none of them empty.
    runs: Vec<Vec<(f64, f64)>>,
}

/// A picture of these sizes in pixels as the text of an SVG file, with the diagrams side by side.
fn svg(width: u32, height: u32, diagrams: &[Diagram<'_>]) -> String {
    let mut svg = String::new();
    let across = diagrams.len().max(1);
    let picture = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
    picture.fill(&WHITE).expect(STRING);
    for (diagram, area) in diagrams.iter().zip(picture.split_evenly((1, across))) {
        draw(diagram, &area).expect(STRING);
    }
    picture.present().expect(STRING);
    drop(picture);
    svg
}

fn draw(
    diagram: &Diagram<'_>,
    area: &DrawingArea<SVGBackend<'_>, Shift>,
) -> Result<(), DrawingAreaErrorKind<io::Error>> {
    let Diagram { across, up, .. } = *diagram;
    let style = |size: i32| TextStyle::from((FONT, size)).color(&TEXT);
    let mut chart = ChartBuilder::on(area)
        .margin(14)
        .caption(diagram.title, style(20))
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
        .x_desc(diagram.x_label)
        .y_desc(diagram.y_label)
        .x_label_formatter(&|&value| across.label(value))
        .y_label_formatter(&|&value| up.label(value))
        .draw()?;
    for (curve, colour) in diagram.curves.iter().zip(COLOURS.into_iter().cycle()) {
        let line = colour.stroke_width(2);
        for run in &curve.runs {
            if curve.dashed {
                chart.draw_series(DashedLineSeries::new(run.iter().copied(), DASH, SPACE, line))?;
            } else {
                chart.draw_series(LineSeries::new(run.iter().copied(), line))?;
            }
            if curve.marked || run.len() == 1 {
                chart.draw_series(run.iter().map(|&point| Circle::new(point, 3, colour.filled())))?;
            }
        }
        // A series without points carries the name: a curve may be drawn in many parts, or in none.
        let (dash, space) = if curve.dashed { (DASH, SPACE) } else { (SAMPLE, 0) };
        chart
            .draw_series(LineSeries::new([], line))?
            .label(curve.name)
            .legend(move |(x, y)| DashedPathElement::new([(x, y), (x + SAMPLE, y)], dash, space, line));
    }
    if diagram.curves.is_empty() {
        return Ok(());
    }
    chart
        .configure_series_labels()
        .position(legend_position(&diagram.curves))
        .legend_area_size(34)
        .background_style(WHITE.mix(0.85))
        .border_style(GRID)
        .label_font(style(14))
        .draw()
}

/// Where the first curve does not end up: below one that rises, else above.
fn legend_position(curves: &[Curve<'_>]) -> SeriesLabelPosition {
    let mut heights = curves.iter().take(1).flat_map(|curve| curve.runs.iter().flatten().map(|&(_, y)| y));
    match (heights.next(), heights.last()) {
        (Some(first), Some(last)) if last > first => SeriesLabelPosition::LowerRight,
        _ => SeriesLabelPosition::UpperRight,
    }
}

/// The pieces of a curve between the points that are NaN or infinite.
fn finite_runs(points: impl IntoIterator<Item = (f64, f64)>) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<_> = points.into_iter().map(|(x, y)| (bounded(x), bounded(y))).collect();
    let runs = points.split(|(x, y)| !(x.is_finite() && y.is_finite())).filter(|run| !run.is_empty());
    runs.map(<[_]>::to_vec).collect()
}
