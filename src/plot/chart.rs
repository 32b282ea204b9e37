use super::{COLOURS, Curve, Diagram, MARKED, finite_runs, svg};
use crate::{FileError, axis::Axis, file};
use std::{io, path::Path};

/// A picture of lines over a common axis, such as a series and its forecast.
///
/// See [`chart_svg`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// What stands at the horizontal axis.
    pub x_label: &'a str,
    /// What stands at the vertical axis.
    pub y_label: &'a str,
    /// The lines: each one's name, and its points (x, y) from left to right. They need not begin or end
    /// together.
    ///
    /// Points with NaN or an infinite number leave a gap. From the fifth line on, where colours come a second
    /// time, lines are dashed.
    pub lines: &'a [(&'a str, &'a [(f64, f64)])],
}

/// The size of the picture, in pixels.
const SIZE: (u32, u32) = (840, 380);

/// A chart as the text of an SVG file.
///
/// ```
/// use cornu::plot::{Chart, chart_svg};
///
/// let passengers = [112.0, 118.0, 132.0, 129.0];
/// let truth: Vec<(f64, f64)> = (1..).map(f64::from).zip(passengers).collect();
/// let svg = chart_svg(&Chart {
///     title: "Airline passengers",
///     x_label: "month",
///     y_label: "thousands",
///     lines: &[("truth", &truth), ("forecast", &[(3.0, 127.0), (4.0, 135.0)])],
/// });
/// assert!(svg.starts_with("<svg") && svg.contains("forecast"));
/// ```
pub fn chart_svg(chart: &Chart<'_>) -> String {
    svg(SIZE.0, SIZE.1, &[diagram(chart)])
}

/// Writes what [`chart_svg`] makes to a file, which is replaced if it is there.
///
/// ```no_run
/// use cornu::plot::{Chart, write_chart};
///
/// let lines: &[(&str, &[(f64, f64)])] = &[("square", &[(1.0, 1.0), (2.0, 4.0), (3.0, 9.0)])];
/// write_chart(&Chart { title: "Squares", x_label: "number", y_label: "square", lines }, "squares.svg")?;
/// # Ok::<(), cornu::FileError<std::io::Error>>(())
/// ```
///
/// # Errors
/// If the file cannot be written; what was there is then as it was.
pub fn write_chart(chart: &Chart<'_>, path: impl AsRef<Path>) -> Result<(), FileError<io::Error>> {
    let path = path.as_ref();
    file::replace(path, chart_svg(chart).as_bytes()).map_err(FileError::at(path))
}

fn diagram<'a>(chart: &Chart<'a>) -> Diagram<'a> {
    // Points are marked on all lines or on none.
    let marked = chart.lines.iter().all(|(_, points)| points.len() <= MARKED);
    let lines = chart.lines.iter().enumerate();
    let curves: Vec<_> = lines
        .map(|(place, &(name, points))| Curve {
            name,
            dashed: place >= COLOURS.len(),
            marked,
            runs: finite_runs(points.iter().copied()),
        })
        .collect();
    // A point that is not drawn needs no room.
    let drawn = || curves.iter().flat_map(|curve| curve.runs.iter().flatten());
    let (across, up) = (Axis::of(drawn().map(|&(x, _)| x)), Axis::of(drawn().map(|&(_, y)| y)));
    Diagram { title: chart.title, x_label: chart.x_label, y_label: chart.y_label, across, up, curves }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    fn svg_of(lines: &[(&str, &[(f64, f64)])]) -> String {
        chart_svg(&Chart { title: "Title", x_label: "across", y_label: "up", lines })
    }

    #[test]
    fn lines_have_names_colours_and_their_place_on_both_axes() {
        let svg = svg_of(&[
            ("truth", &[(1949.0, 112.0), (1955.0, 200.0), (1960.0, 622.0)]),
            ("forecast", &[(1958.0, 300.0), (1960.0, 600.0)]),
        ]);
        for part in
            ["Title", "across", "up", "truth", "forecast", "#0072B2", "#D55E00", "1950", "1960", "600"]
        {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        // Both end at the same x; the point between them lies where its number is.
        let across = diagram(&Chart {
            title: "",
            x_label: "",
            y_label: "",
            lines: &[("", &[(0.0, 1.0), (10.0, 1.0)])],
        });
        assert_eq!(across.across.label(5.0), "5");
        let points: Vec<Vec<i32>> = svg
            .lines()
            .filter_map(|line| line.split_once("<polyline")?.1.split_once("points=\"")?.1.split_once('"'))
            .map(|(points, _)| {
                points
                    .split_whitespace()
                    .map(|point| point.split(',').next().unwrap().parse().unwrap())
                    .collect()
            })
            .filter(|xs: &Vec<i32>| xs.len() > 1)
            .collect();
        assert!(points.iter().any(|xs| xs.len() == 3) && points.len() >= 2, "{points:?}");
        let truth = points.iter().find(|xs| xs.len() == 3).unwrap();
        // (1955 − 1949) : (1960 − 1949), to a pixel.
        let share = f64::from(truth[1] - truth[0]) / f64::from(truth[2] - truth[0]);
        assert!((share - 6.0 / 11.0).abs() < 2.0 / f64::from(truth[2] - truth[0]), "{truth:?}");
        assert!(points.iter().any(|xs| xs.len() == 2 && xs[1] == truth[2]), "{points:?}");
    }

    #[test]
    fn points_that_are_no_numbers_leave_a_gap_and_take_no_room() {
        let points =
            [(0.0, 1.0), (1.0, 2.0), (2.0, f64::NAN), (3.0, 2.0), (1e9, f64::INFINITY), (f64::NAN, 1e9)];
        let lines: &[(&str, &[(f64, f64)])] = &[("x", &points)];
        let diagram = diagram(&Chart { title: "", x_label: "", y_label: "", lines });
        assert_eq!(diagram.curves[0].runs, [vec![(0.0, 1.0), (1.0, 2.0)], vec![(3.0, 2.0)]]);
        assert_eq!((diagram.across.label(3.0), diagram.up.label(2.0)), ("3.0".into(), "2.0".into()));
        assert!(!svg_of(lines).contains("NaN"));
        for points in [[].as_slice(), &[(f64::MAX, f64::MIN), (-1e-320, 0.0)]] {
            assert!(svg_of(&[("x", points)]).contains("across"));
        }
        assert!(svg_of(&[]).contains("across"));
    }

    #[test]
    fn colours_that_come_again_are_dashed() {
        let points = [(0.0, 0.0), (1.0, 1.0)];
        let lines = [("a", points.as_slice()); 6];
        let diagram = diagram(&Chart { title: "", x_label: "", y_label: "", lines: &lines });
        let dashed: Vec<_> = diagram.curves.iter().map(|curve| curve.dashed).collect();
        assert_eq!(dashed, [false, false, false, false, true, true]);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = TestFolder::new("chart");
        let chart = Chart { title: "", x_label: "", y_label: "", lines: &[] };
        write_chart(&chart, folder.0.join("chart.svg")).unwrap();
        assert!(std::fs::read_to_string(folder.0.join("chart.svg")).unwrap().starts_with("<svg"));
        assert!(write_chart(&chart, &folder.0).unwrap_err().to_string().contains("folder"));
    }
}
