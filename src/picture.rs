use crate::Block;
use std::borrow::Cow;

/// How wide pictures side by side are together, at most, in characters.
const WIDTH: usize = 100;
/// The characters between two pictures side by side.
const GAP: usize = 2;

/// What a character shows in its upper and in its lower half, from 0 (paper) to 1 (ink).
const INKS: [(char, f32, f32); 7] = [
    (' ', 0.0, 0.0),
    ('░', 0.25, 0.25),
    ('▒', 0.5, 0.5),
    ('▓', 0.75, 0.75),
    ('█', 1.0, 1.0),
    ('▀', 1.0, 0.0),
    ('▄', 0.0, 1.0),
];

/// A grey image as text, for a terminal or a log: two rows a line, one column a character, without
/// colours.
///
/// The image is any array of `ROWS` × `COLUMNS` floats, row by row, such as `[f32; 784]`; others do not
/// compile. 0 is empty, 1 is full, what is outside is taken as the nearer of them, and NaN is empty.
///
/// ```
/// let cross = [
///     0.0, 1.0, 0.0, //
///     1.0, 1.0, 1.0, //
///     0.0, 1.0, 0.0,
/// ];
/// assert_eq!(cornu::picture::<3, 3>(&cross), "▄█▄\n ▀\n");
/// ```
///
/// ```compile_fail
/// cornu::picture::<3, 3>(&[0.0; 10]);
/// ```
pub fn picture<const ROWS: usize, const COLUMNS: usize>(image: &impl Block) -> String {
    let lines = draw(values::<ROWS, COLUMNS, _>(image), COLUMNS);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Several grey images side by side, `a_line` of them a line, each with a caption below.
///
/// They are drawn as by [`picture`]; so that all are at most 100 characters wide, larger ones are
/// reduced. A caption that is wider than its picture is cut.
///
/// ```
/// let (dot, empty) = ([1.0; 4], [0.0; 4]);
/// let text = cornu::pictures::<2, 2>(&[(&dot, "●"), (&empty, "○"), (&dot, "●")], 2);
/// assert_eq!(text, "██\n●   ○\n\n██\n●\n");
/// ```
pub fn pictures<const ROWS: usize, const COLUMNS: usize>(
    images: &[(&impl Block, impl AsRef<str>)],
    a_line: usize,
) -> String {
    // Each is at least a character wide.
    let a_line = a_line.clamp(1, (WIDTH + GAP) / (1 + GAP));
    let columns = COLUMNS.min((WIDTH + GAP) / a_line - GAP);
    // The same scale in both directions, rounded.
    let rows =
        if columns == COLUMNS { ROWS } else { ((2 * ROWS * columns + COLUMNS) / (2 * COLUMNS)).max(1) };
    let groups = images.chunks(a_line).map(|group| {
        let picture = |(image, caption): &(&_, _)| {
            let values = values::<ROWS, COLUMNS, _>(*image);
            let mut lines = draw(&reduce(values, [ROWS, COLUMNS], [rows, columns]), columns);
            lines.push(cut(AsRef::as_ref(caption), columns));
            lines
        };
        let pictures: Vec<Vec<String>> = group.iter().map(picture).collect();
        let line = |number: usize| {
            let parts: Vec<String> =
                pictures.iter().map(|lines| format!("{:<columns$}", lines[number])).collect();
            format!("{}\n", parts.join(&" ".repeat(GAP)).trim_end())
        };
        (0..pictures[0].len()).map(line).collect::<String>()
    });
    groups.collect::<Vec<_>>().join("\n")
}

/// The values of an image, which has as many as is said; the compiler sees to it.
fn values<const ROWS: usize, const COLUMNS: usize, S: Block>(image: &S) -> &[f32] {
    const {
        assert!(COLUMNS > 0 && S::LENGTH == ROWS * COLUMNS, "an image has ROWS × COLUMNS values");
    }
    image.floats()
}

/// Lines of the characters that are nearest to the values; where the rows are odd, nothing is below
/// the last.
fn draw(values: &[f32], columns: usize) -> Vec<String> {
    let rows: Vec<&[f32]> = values.chunks(columns).collect();
    let line = |pair: &[&[f32]]| {
        (0..columns)
            .map(|column| nearest(pair[0][column], pair.get(1).map_or(0.0, |row| row[column])))
            .collect()
    };
    rows.chunks(2).map(line).collect()
}

fn nearest(upper: f32, lower: f32) -> char {
    let [upper, lower] = [upper, lower].map(|ink| if ink.is_nan() { 0.0 } else { ink.clamp(0.0, 1.0) });
    let distance = |(_, up, low): &(char, f32, f32)| (up - upper).powi(2) + (low - lower).powi(2);
    INKS.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).map_or(' ', |ink| ink.0)
}

/// A smaller image: each of its values is the mean of the area that it covers.
fn reduce(values: &[f32], from: [usize; 2], to: [usize; 2]) -> Cow<'_, [f32]> {
    if from == to {
        return Cow::Borrowed(values);
    }
    let [shares_of_rows, shares_of_columns] = [0, 1].map(|axis| shares(from[axis], to[axis]));
    let value = |rows: &[(usize, f32)], columns: &[(usize, f32)]| -> f32 {
        let row = |&(row, share)| {
            share * columns.iter().map(|&(column, share)| share * values[row * from[1] + column]).sum::<f32>()
        };
        rows.iter().map(row).sum()
    };
    let (value, columns) = (&value, &shares_of_columns);
    shares_of_rows.iter().flat_map(|rows| columns.iter().map(move |columns| value(rows, columns))).collect()
}

/// For each of `to` places, which of `from` places it covers and with what share of itself.
fn shares(from: usize, to: usize) -> Vec<Vec<(usize, f32)>> {
    let covered = |place: usize| {
        // In units in which an old place is `to` long and a new one `from`.
        let (start, end) = (place * from, (place + 1) * from);
        let share = |old: usize| end.min((old + 1) * to) - start.max(old * to);
        (start / to..end.div_ceil(to)).map(|old| (old, share(old) as f32 / from as f32)).collect()
    };
    (0..to).map(covered).collect()
}

/// A caption that fits.
fn cut(caption: &str, width: usize) -> String {
    let caption = caption.replace(char::is_control, " ");
    if caption.chars().count() <= width {
        return caption;
    }
    caption.chars().take(width - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_and_halves_are_what_is_nearest() {
        assert_eq!(
            picture::<2, 7>(&[[0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 0.0], [0.0, 0.25, 0.5, 0.75, 1.0, 0.0, 1.0]]),
            " ░▒▓█▀▄\n"
        );
        assert_eq!(picture::<1, 4>(&[f32::NAN, f32::INFINITY, -5.0, 7.0]), " ▀ ▀\n");
        assert_eq!(picture::<0, 3>(&[[0.0; 3]; 0]), "");
    }

    #[test]
    fn ten_digits_are_two_rows_of_five() {
        let image = [[1.0; 28]; 28];
        let captions: Vec<String> =
            (0..10).map(|digit| format!("{digit} looks like {digit} to me")).collect();
        let images: Vec<_> = captions.iter().map(|caption| (&image, caption)).collect();
        let text = pictures::<28, 28>(&images, 5);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2 * 10 + 1);
        assert_eq!(lines[0], vec!["█".repeat(18); 5].join("  "));
        assert_eq!(&lines[9].chars().take(20).collect::<String>(), "0 looks like 0 to…  ");
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
    }

    #[test]
    fn reducing_keeps_the_mean() {
        let values: Vec<f32> = (0..35).map(|value| value as f32).collect();
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        for to in [[3, 4], [1, 1], [5, 2], [2, 7]] {
            let reduced = reduce(&values, [5, 7], to);
            assert_eq!(reduced.len(), to[0] * to[1]);
            assert!((mean(&reduced) - 17.0).abs() < 1e-4);
        }
        assert_eq!(*reduce(&[1.0, 2.0, 3.0, 6.0], [1, 4], [1, 2]), [1.5, 4.5]);
    }

    #[test]
    fn odd_requests_are_drawn_somehow() {
        assert_eq!(pictures::<2, 2>(&[] as &[(&[f32; 4], &str)], 5), "");
        assert_eq!(pictures::<2, 2>(&[(&[1.0; 4], "")], 0), "██\n\n");
        let image = [1.0; 200];
        let text = pictures::<1, 200>(&[(&image, "a\nb")], 1);
        assert_eq!(text, format!("{}\na b\n", "▀".repeat(100)));
        let many = pictures::<2, 2>(&[(&[1.0; 4], ""); 500], 500);
        assert!(many.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
