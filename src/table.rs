use crate::{Class, FileError, TableError, table_reader::Rows, zeroed_vec};
use std::{fs::File, io::Read, path::Path};

/// A table of numbers and texts, read from a CSV file.
///
/// Fields are separated by commas; one that has commas, quotes or line ends in it stands in quotes, where
/// a quote is written twice (`""`). A first row with no number in it is the header. Lines that are empty
/// are skipped. What a field is shows when its column is asked for: so a table may have columns that are
/// of no use.
///
/// ```
/// use cornu::{Class, Table};
///
/// let table = Table::from_reader("height,weight,adult\n172,68.5,1\n95,14,0\n".as_bytes())?;
/// let samples: Vec<[f32; 2]> = table.columns([0, 1])?;
/// let labels: Vec<Class<2>> = table.classes("adult")?;
/// assert_eq!(samples[1], [95.0, 14.0]);
/// assert_eq!(labels[1].index(), 0);
///
/// let table = Table::from_reader("text,good\n\"Well, well.\",1\n\"\"\"Oh no\"\"\",0\n".as_bytes())?;
/// assert_eq!(table.texts("text")?, ["Well, well.", "\"Oh no\""]);
/// # Ok::<(), cornu::TableError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    header: Option<Vec<String>>,
    rows: Rows,
}

/// Which column of a [`Table`] is meant.
///
/// ```
/// let table = cornu::Table::from_reader("height,weight\n172,68.5\n".as_bytes())?;
/// assert_eq!(table.columns([1])?, table.columns(["weight"])?);
/// # Ok::<(), cornu::TableError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// The column at this place, from 0.
    Place(usize),
    /// The first column that the header gives this name.
    Name(&'a str),
}

impl From<usize> for Column<'_> {
    fn from(place: usize) -> Self {
        Column::Place(place)
    }
}

impl<'a> From<&'a str> for Column<'a> {
    fn from(name: &'a str) -> Self {
        Column::Name(name)
    }
}

impl Table {
    /// Reads a file, plain or packed with gzip.
    ///
    /// ```no_run
    /// let table = cornu::Table::read("data/pima/pima-indians-diabetes.csv")?;
    /// assert_eq!((table.len(), table.width()), (768, 9));
    /// # Ok::<(), cornu::FileError<cornu::TableError>>(())
    /// ```
    ///
    /// # Errors
    /// If it cannot be read or is damaged, if it has no rows, if a row is shorter or longer than the first,
    /// or if a quote is not closed.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, FileError<TableError>> {
        let path = path.as_ref();
        File::open(path).map_err(TableError::Io).and_then(Self::from_reader).map_err(FileError::at(path))
    }

    /// Reads anything that is text, or text packed with gzip, such as a file's bytes.
    ///
    /// ```
    /// let error = cornu::Table::from_reader("1,2\n3\n".as_bytes()).unwrap_err();
    /// assert!(error.to_string().starts_with("line 2: expected 2 fields, as in the first row, received 1"));
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_reader(reader: impl Read) -> Result<Self, TableError> {
        let mut header = None;
        let rows = Rows::read(reader, |first| {
            let is_header = first.iter().all(|field| parse(field).is_none());
            header = is_header.then(|| first.iter().map(|name| lossy(name.trim_ascii())).collect());
            is_header
        })?;
        Ok(Table { header, rows })
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

    /// How many rows there are, without the header; at least one.
    ///
    /// ```
    /// assert_eq!(cornu::Table::from_reader("1,2\n3,4\n5,6\n".as_bytes())?.len(), 3);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "a table has rows")]
    pub fn len(&self) -> usize {
        self.rows.lines.len()
    }

    /// How many columns there are; at least one.
    ///
    /// ```
    /// assert_eq!(cornu::Table::from_reader("1,2\n3,4\n5,6\n".as_bytes())?.width(), 2);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    pub fn width(&self) -> usize {
        self.rows.width
    }

    /// Some columns of numbers, by place (from 0) or by name, in the order in which they are named: one
    /// sample a row.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("a,b,c\n1,2,3\n4,5,six\n".as_bytes())?;
    /// assert_eq!(table.columns([1, 0])?, [[2.0, 1.0], [5.0, 4.0]]);
    /// assert_eq!(table.columns(["b"])?, [[2.0], [5.0]]);
    ///
    /// let error = table.columns(["c"]).unwrap_err();
    /// assert!(error.to_string().starts_with("line 3, column 2 (the first is 0): expected a finite number, received `six`"));
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such column, or if a field of it is no finite number.
    pub fn columns<'a, const K: usize>(
        &self,
        columns: [impl Into<Column<'a>>; K],
    ) -> Result<Vec<[f32; K]>, TableError> {
        let mut places = [0; K];
        for (place, column) in places.iter_mut().zip(columns) {
            *place = self.place(column.into())?;
        }
        let mut samples = zeroed_vec::<[f32; K]>(self.len());
        for (row, sample) in samples.iter_mut().enumerate() {
            for (value, &column) in sample.iter_mut().zip(&places) {
                *value = self.number(row, column)? as f32;
            }
        }
        Ok(samples)
    }

    /// One column, by place (from 0) or by name, as labels of `N` classes.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("0.3,1\n0.8,2\n".as_bytes())?;
    /// assert_eq!(table.classes::<3>(1)?[1].index(), 2);
    /// assert!(table.classes::<2>(1).is_err());
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such column, or if a field of it is no whole number from 0 to `N` − 1.
    pub fn classes<'a, const N: usize>(
        &self,
        column: impl Into<Column<'a>>,
    ) -> Result<Vec<Class<N>>, TableError> {
        let column = self.place(column.into())?;
        let class = |row| {
            // In f64, which holds every label exactly.
            let value = self.number(row, column)?;
            // A number that is no index becomes another number here.
            let index = value as usize;
            let class = Class::new(index).ok().filter(|_| index as f64 == value);
            class.ok_or(TableError::Label { line: self.rows.lines[row], column, value, classes: N })
        };
        (0..self.len()).map(class).collect()
    }

    /// One column, by place (from 0) or by name, as texts: exactly what stands there, without the quotes
    /// around it.
    ///
    /// ```
    /// let table = cornu::Table::from_reader("label,text\n1,\"Good,\nvery good\"\n0,\n".as_bytes())?;
    /// assert_eq!(table.texts("text")?, ["Good,\nvery good", ""]);
    /// # Ok::<(), cornu::TableError>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such column, or if a field of it is not in UTF-8.
    pub fn texts<'a>(&self, column: impl Into<Column<'a>>) -> Result<Vec<&str>, TableError> {
        let column = self.place(column.into())?;
        let text = |row| {
            str::from_utf8(self.rows.field(row, column))
                .map_err(|_| TableError::Text { line: self.rows.lines[row], column })
        };
        (0..self.len()).map(text).collect()
    }

    /// A column's place.
    fn place(&self, column: Column<'_>) -> Result<usize, TableError> {
        match column {
            Column::Place(column) if column < self.width() => Ok(column),
            Column::Place(column) => Err(TableError::Column { column, width: self.width() }),
            Column::Name(name) => {
                let header = self.header().unwrap_or_default();
                let missing = || TableError::Name { name: name.to_owned(), header: header.to_vec() };
                header.iter().position(|other| other == name).ok_or_else(missing)
            }
        }
    }

    fn number(&self, row: usize, column: usize) -> Result<f64, TableError> {
        let field = self.rows.field(row, column);
        number(field).ok_or_else(|| TableError::Number {
            line: self.rows.lines[row],
            column,
            text: lossy(field.trim_ascii()),
        })
    }
}

/// The number that a field is, if it is one that an f32 can be near to.
fn number(field: &[u8]) -> Option<f64> {
    parse(field).filter(|&value| (value as f32).is_finite())
}

/// The number that a field is; one may also be NaN or infinite.
fn parse(field: &[u8]) -> Option<f64> {
    str::from_utf8(field.trim_ascii()).ok()?.parse().ok()
}

fn lossy(field: &[u8]) -> String {
    String::from_utf8_lossy(field).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{TestFolder, gzip};

    fn read(text: &str) -> Result<Table, TableError> {
        Table::from_reader(text.as_bytes())
    }

    /// What is wrong with a text, or with the numbers of its first two columns.
    fn message(text: &str) -> String {
        read(text).and_then(|table| table.columns([0, 1])).unwrap_err().to_string()
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
        let error = read("a;b\n3;4\n").unwrap().columns([0]).unwrap_err().to_string();
        assert!(error.contains("received `3;4`"), "{error}");
        let table = Table::from_reader(&b"1,2\n\xff,4\n"[..]).unwrap();
        assert!(table.columns([0]).unwrap_err().to_string().starts_with("line 2, column 0"));
        // What is not asked for may be anything.
        assert_eq!(table.columns([1]).unwrap(), [[2.0], [4.0]]);
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
    #[test]
    fn columns_have_names() {
        let table = read("a, b ,a\n0,1,2\n").unwrap();
        assert_eq!(table.columns(["b", "a"]).unwrap(), [[1.0, 0.0]]);
        assert_eq!(table.classes::<2>("b").unwrap()[0].index(), 1);
        let error = table.texts("c").unwrap_err().to_string();
        assert_eq!(error, "the table has no such column: expected one of `a`, `b`, `a`, received `c`");
        let error = read("1,b\n").unwrap().texts("b").unwrap_err().to_string();
        assert!(error.contains("is no header"), "{error}");
    }

    #[test]
    fn texts_are_as_they_stand_there() {
        let table =
            read("label,text\r\n0,\" a, \"\"b\"\"\r\n\nc \"\r\n\r\n1, 5\" of \u{e9}\n1,\"\"").unwrap();
        assert_eq!(table.texts("text").unwrap(), [" a, \"b\"\r\n\nc ", " 5\" of \u{e9}", ""]);
        assert_eq!(table.texts(0).unwrap(), ["0", "1", "1"]);
        // Lines are counted through the texts.
        assert_eq!(table.rows.lines, [2, 6, 7]);
        let error = table.classes::<1>("label").unwrap_err().to_string();
        assert!(error.starts_with("line 6, column 0"), "{error}");
        let error = Table::from_reader(&b"a,b\n1,\"x\ny\"\n2,\xff\n"[..]).unwrap();
        let error = error.texts("b").unwrap_err().to_string();
        assert!(error.starts_with("line 4, column 1 (the first is 0): expected a text in UTF-8"), "{error}");
    }

    #[test]
    fn a_quote_that_nothing_closes_is_an_error() {
        for text in
            ["a,b\n1,x\n2,\"y\n3,z\n4,w\n", "a,b\n1,x\n2,\"y", "a,b\n1,x\n\"2,y\n", "a,b\n1,x\n2,\"y\"\"\n"]
        {
            assert!(matches!(read(text), Err(TableError::Quote { line: 3 })), "{text:?}");
        }
        assert!(matches!(read("\""), Err(TableError::Quote { line: 1 })));
        for text in ["a,b\n1,\"x\"", "a,b\n1,\"x\"\n\n", "a,b\n1,x\"\n", "a,b\n1,x\r", "a,b\n\0,x\n\0,x"] {
            assert!(read(text).unwrap().texts("b").unwrap()[0].starts_with('x'), "{text:?}");
        }
        // What marks the end of the text may also stand in it.
        assert_eq!(read("a\n\0\n\0").unwrap().texts("a").unwrap(), ["\0", "\0"]);
    }

    #[test]
    fn packed_files_read_as_plain_ones() {
        let packed = gzip(b"a,b\n1,2\n3,\"4\"\n");
        assert_eq!(Table::from_reader(packed.as_slice()).unwrap().columns(["b"]).unwrap(), [[2.0], [4.0]]);
        for length in 2..packed.len() {
            assert!(matches!(Table::from_reader(&packed[..length]), Err(TableError::Gzip(_))), "{length}");
        }
        let mut damaged = packed.clone();
        damaged[packed.len() - 6] ^= 1;
        assert!(Table::from_reader(damaged.as_slice()).unwrap_err().to_string().contains("gzip"));
    }

    #[test]
    fn a_column_of_a_table_with_other_columns_is_read() {
        let table =
            Table::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/airline/airline-passengers.csv")).unwrap();
        let passengers = table.columns(["passengers"]).unwrap();
        assert_eq!((passengers.len(), passengers[0], passengers[143]), (144, [112.0], [432.0]));
        assert_eq!(table.texts("month").unwrap()[143], "1960-12");
    }
}
