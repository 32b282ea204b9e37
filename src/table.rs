use crate::{Class, FileError, TableError};
use csv::{ByteRecord, Position, ReaderBuilder, Trim};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// A table of numbers, read from a CSV file.
///
/// A first row with no number in it is the header. All else must be finite numbers, separated by
/// commas; lines that are empty are skipped.
///
/// ```
/// use cornu::{Class, Table};
///
/// let table = Table::from_reader("height,weight,adult\n172,68.5,1\n95,14,0\n".as_bytes())?;
/// let samples: Vec<[f32; 2]> = table.columns([0, 1])?;
/// let labels: Vec<Class<2>> = table.classes(2)?;
/// assert_eq!(samples[1], [95.0, 14.0]);
/// assert_eq!(labels[1].index(), 0);
/// # Ok::<(), cornu::TableError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    header: Option<Vec<String>>,
    width: usize,
    /// Row by row. In f64, which holds every label exactly.
    values: Vec<f64>,
    /// The line of each row, from 1.
    lines: Vec<u64>,
}

impl Table {
    /// Reads a file.
    ///
    /// ```no_run
    /// let table = cornu::Table::read("data/pima/pima-indians-diabetes.csv")?;
    /// assert_eq!((table.len(), table.width()), (768, 9));
    /// # Ok::<(), cornu::FileError<cornu::TableError>>(())
    /// ```
    ///
    /// # Errors
    /// If it cannot be read, if it has no rows, if a row is shorter or longer than the first, or if a
    /// field is no finite number.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, FileError<TableError>> {
        let path = path.as_ref();
        File::open(path).map_err(TableError::Io).and_then(Self::from_reader).map_err(FileError::at(path))
    }

    /// Reads anything that is text, such as a file's bytes.
    ///
    /// ```
    /// let error = cornu::Table::from_reader("1,2\n3,four\n".as_bytes()).unwrap_err();
    /// assert!(error.to_string().starts_with("line 2, column 1 (the first is 0): expected a finite number, received `four`"));
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_reader(mut reader: impl Read) -> Result<Self, TableError> {
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(TableError::Io)?;
        // Rows of other lengths are told of below, with their line.
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text.as_slice());
        let mut table = Table { header: None, width: 0, values: Vec::new(), lines: Vec::new() };
        let mut lines = Lines { text: &text, place: 0, line: 1 };
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io::Error::from).map_err(TableError::Io)? {
            let line = lines.at(record.position().map_or(0, Position::byte));
            if table.width == 0 {
                table.width = record.len();
                if record.iter().all(|field| parse(field).is_none()) {
                    table.header = Some(record.iter().map(lossy).collect());
                    continue;
                }
            }
            if record.len() != table.width {
                return Err(TableError::Width { line, expected: table.width, received: record.len() });
            }
            for (column, field) in record.iter().enumerate() {
                let value =
                    number(field).ok_or_else(|| TableError::Number { line, column, text: lossy(field) })?;
                table.values.push(value);
            }
            table.lines.push(line);
        }
        if table.lines.is_empty() { Err(TableError::Empty) } else { Ok(table) }
    }

    /// The names of the columns, if the first row is a header.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("height, weight\n172, 68.5\n".as_bytes())?;
    /// assert_eq!(table.header().unwrap(), ["height", "weight"]);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    pub fn header(&self) -> Option<&[String]> {
        self.header.as_deref()
    }

    /// How many rows of numbers there are, without the header; at least one.
    ///
    /// ```
    /// assert_eq!(cornu::Table::from_reader("1,2\n3,4\n5,6\n".as_bytes())?.len(), 3);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "a table has rows")]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many columns there are; at least one.
    ///
    /// ```
    /// assert_eq!(cornu::Table::from_reader("1,2\n3,4\n5,6\n".as_bytes())?.width(), 2);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    pub fn width(&self) -> usize {
        self.width
    }

    /// Some columns, counted from 0, in the order in which they are named: one sample a row.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("1,2,3\n4,5,6\n".as_bytes())?;
    /// assert_eq!(table.columns([2, 0])?, [[3.0, 1.0], [6.0, 4.0]]);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such column.
    pub fn columns<const K: usize>(&self, columns: [usize; K]) -> Result<Vec<[f32; K]>, TableError> {
        columns.iter().try_for_each(|&column| self.check(column))?;
        Ok(self.rows().map(|row| columns.map(|column| row[column] as f32)).collect())
    }

    /// One column, counted from 0, as labels of `N` classes.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("0.3,1\n0.8,2\n".as_bytes())?;
    /// assert_eq!(table.classes::<3>(1)?[1].index(), 2);
    /// assert!(table.classes::<2>(1).is_err());
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such column, or if a value of it is no whole number from 0 to `N` − 1.
    pub fn classes<const N: usize>(&self, column: usize) -> Result<Vec<Class<N>>, TableError> {
        self.check(column)?;
        let class = |(row, &line): (&[f64], &u64)| {
            let value = row[column];
            // A number that is no index becomes another number here.
            let index = value as usize;
            let class = Class::new(index).ok().filter(|_| index as f64 == value);
            class.ok_or(TableError::Label { line, column, value, classes: N })
        };
        self.rows().zip(&self.lines).map(class).collect()
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }

    fn check(&self, column: usize) -> Result<(), TableError> {
        if column < self.width { Ok(()) } else { Err(TableError::Column { column, width: self.width }) }
    }
}

/// Counts lines. The reader does not say in which a row stands: where it stops counting for one row there
/// may be more line ends before the next.
struct Lines<'a> {
    text: &'a [u8],
    /// Up to here the line ends are counted.
    place: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line, from 1, of the first row that begins at this byte or behind it. Rows come in order.
    fn at(&mut self, byte: u64) -> u64 {
        while let Some(&character) = self.text.get(self.place)
            && ((self.place as u64) < byte || matches!(character, b'\r' | b'\n'))
        {
            self.line += u64::from(character == b'\n');
            self.place += 1;
        }
        self.line
    }
}

/// The number that a field is, if it is one that an f32 can be near to.
fn number(field: &[u8]) -> Option<f64> {
    parse(field).filter(|&value| (value as f32).is_finite())
}

/// The number that a field is; one may also be NaN or infinite.
fn parse(field: &[u8]) -> Option<f64> {
    str::from_utf8(field).ok()?.parse().ok()
}

fn lossy(field: &[u8]) -> String {
    String::from_utf8_lossy(field).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    fn read(text: &str) -> Result<Table, TableError> {
        Table::from_reader(text.as_bytes())
    }

    fn message(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn the_real_data_are_read() {
        let table =
            Table::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/pima/pima-indians-diabetes.csv")).unwrap();
        assert_eq!((table.len(), table.width(), table.header()), (768, 9, None));
        let samples = table.columns([0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        assert_eq!(samples[0], [6.0, 148.0, 72.0, 35.0, 0.0, 33.6, 0.627, 50.0]);
        assert_eq!(table.classes::<2>(8).unwrap().iter().filter(|class| class.index() == 1).count(), 268);
    }

    #[test]
    fn headers_line_ends_quotes_and_byte_order_marks_are_understood() {
        assert_eq!(
            read("\u{feff}a,b\r\n\r\n 1 ,\"2\"\r\n3,4").unwrap().columns([0, 1]).unwrap(),
            [[1.0, 2.0], [3.0, 4.0]]
        );
        assert_eq!(read("\u{feff}1,2\n").unwrap().columns([0]).unwrap(), [[1.0]]);
        assert_eq!(read("\u{feff}a,b\n1,2\n").unwrap().header().unwrap(), ["a", "b"]);
        assert_eq!(read("-1e-3,+.5\n").unwrap().columns([0, 1]).unwrap(), [[-0.001, 0.5]]);
    }

    #[test]
    fn a_field_that_is_no_number_is_named() {
        assert!(
            message("a,b\n1,2\n\n\n3,\n")
                .starts_with("line 5, column 1 (the first is 0): expected a finite number, received nothing")
        );
        assert!(message("a,b\r\n1,2\r\n\r\n3,x").starts_with("line 4, column 1"));
        assert!(message("\n\u{feff}1,2\r\n3,x\r\n").starts_with("line 2, column 0"));
        assert!(message("1,2\n3,NaN\n").contains("received `NaN`"));
        assert!(message("1,inf\n").contains("received `inf`"));
        assert!(message("1,1e39\n").contains("received `1e39`"));
        assert!(message("NaN,NaN\n1,2\n").starts_with("line 1, column 0"));
        assert!(message("a;b\n3;4\n").contains("received `3;4`"));
        assert!(
            Table::from_reader(&b"1,2\n\xff,4\n"[..])
                .unwrap_err()
                .to_string()
                .starts_with("line 2, column 0")
        );
    }

    #[test]
    fn tables_without_rows_and_rows_of_other_lengths_are_errors() {
        for empty in ["", "\n\n", "a,b\n"] {
            assert!(matches!(read(empty), Err(TableError::Empty)), "{empty:?}");
        }
        assert!(matches!(read("1,2\n3\n"), Err(TableError::Width { line: 2, expected: 2, received: 1 })));
        assert!(
            message("a,b\n1,2,3\n").starts_with("line 2: expected 2 fields, as in the first row, received 3")
        );
        let folder = TestFolder::new("table");
        assert!(Table::read(folder.0.join("none")).unwrap_err().to_string().contains("none`: "));
    }

    #[test]
    fn columns_and_labels_that_are_not_there_are_errors() {
        let table = read("a,b\n0,1\n1,2.5\n").unwrap();
        assert!(table.columns([0, 2]).unwrap_err().to_string().contains("columns 0 to 1, received 2"));
        assert!(table.classes::<2>(7).unwrap_err().to_string().contains("received 7"));
        assert!(table.classes::<3>(1).unwrap_err().to_string().starts_with("line 3, column 1"));
        assert!(table.classes::<1>(0).unwrap_err().to_string().contains("received 1"));
        assert!(read("1\n-1\n").unwrap().classes::<2>(0).unwrap_err().to_string().contains("received -1"));
        assert!(read("1e30\n").unwrap().classes::<2>(0).is_err());
    }
}
