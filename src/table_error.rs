use std::{error::Error, fmt, io};

/// Why a file is no table of numbers, or has no such columns.
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
    /// There are no rows, or only a header.
    Empty,
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
            TableError::Empty => f.write_str(
                "there is no row of numbers: expected at least one, of numbers that are separated by commas",
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
            TableError::Io(error) => Some(error),
            _ => None,
        }
    }
}
