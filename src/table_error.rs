use std::{error::Error, fmt, io};

/// Why a file is no table, or has no such columns.
///
/// ```
/// use cornu::{Table, TableError};
///
/// let error = Table::from_reader("1,2\n3\n".as_bytes()).unwrap_err();
/// assert!(matches!(error, TableError::Width { line: 2, expected: 2, received: 1 }));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum TableError {
    /// The system could not read it.
    Io(io::Error),
    /// It is packed with gzip, and damaged or cut off.
    Gzip(io::Error),
    /// There are no rows, or only a header.
    Empty,
    /// A quote opens a field, and nothing closes it.
    Quote {
        /// The line on which the row begins, from 1.
        line: u64,
    },
    /// A row has fewer or more fields than the first.
    Width {
        /// The row's line, from 1.
        line: u64,
        /// The fields of the first row.
        expected: usize,
        /// The fields of this one.
        received: usize,
    },
    /// A field is no finite number.
    Number {
        /// The field's line, from 1.
        line: u64,
        /// The field's column, from 0.
        column: usize,
        /// What stands there.
        text: String,
    },
    /// There is no such column.
    Column {
        /// The column asked for, from 0.
        column: usize,
        /// How many columns there are.
        width: usize,
    },
    /// There is no column of this name.
    Name {
        /// The name asked for.
        name: String,
        /// The names that there are; none if the first row is no header.
        header: Vec<String>,
    },
    /// A field is no text in UTF-8.
    Text {
        /// The field's line, from 1.
        line: u64,
        /// The field's column, from 0.
        column: usize,
    },
    /// A value is none of the classes.
    Label {
        /// The value's line, from 1.
        line: u64,
        /// The value's column, from 0.
        column: usize,
        /// The value.
        value: f64,
        /// How many classes there are.
        classes: usize,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Io(error) => write!(f, "it cannot be read: {error}"),
            TableError::Gzip(error) => {
                write!(f, "it is packed with gzip, and damaged or cut off ({error}): fetch the file again")
            }
            TableError::Empty => f.write_str(
                "there is no row: expected at least one beside the header, of fields that are separated by commas",
            ),
            TableError::Quote { line } => write!(
                f,
                "line {line}: a field begins with a quote (\") that nothing closes: the file is cut off, or a quote \
                 in it is not written twice (\"\")"
            ),
            TableError::Width { line, expected, received } => write!(
                f,
                "line {line}: expected {expected} fields, as in the first row, received {received}: fill or remove \
                 the row"
            ),
            TableError::Number { line, column, text } => {
                write!(
                    f,
                    "line {line}, column {column} (the first is 0): expected a finite number, received "
                )?;
                match text.as_str() {
                    "" => f.write_str("nothing"),
                    text => write!(f, "`{text}`"),
                }?;
                f.write_str(": fill or remove it; numbers are separated by commas")
            }
            TableError::Column { column, width } => {
                write!(
                    f,
                    "the table has no such column: expected one of the columns 0 to {}, received {column}",
                    width - 1
                )
            }
            TableError::Name { name, header } if header.is_empty() => write!(
                f,
                "the table has no column `{name}`: its first row has a number and so is no header; give the column's \
                 place, from 0"
            ),
            TableError::Name { name, header } => write!(
                f,
                "the table has no such column: expected one of `{}`, received `{name}`",
                header.join("`, `")
            ),
            TableError::Text { line, column } => write!(
                f,
                "line {line}, column {column} (the first is 0): expected a text in UTF-8, received other bytes: \
                 convert the file"
            ),
            TableError::Label { line, column, value, classes } => write!(
                f,
                "line {line}, column {column} (the first is 0): expected the label of one of {classes} classes, a \
                 whole number from 0 and below {classes}, received {value}"
            ),
        }
    }
}

impl Error for TableError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            TableError::Io(error) | TableError::Gzip(error) => Some(error),
            _ => None,
        }
    }
}
