//! The rows of a CSV file, as they stand there.

use crate::{TableError, file::GZIP};
use csv::{ByteRecord, Position, ReaderBuilder};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, Read};

/// Behind the text, on a line of its own: a last row that is not this has swallowed it, with a quote that
/// nothing closes.
const END: &[u8] = b"\0";

/// Rows that have fields as many as the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// How many fields a row has.
    pub(crate) width: usize,
    /// All fields, one after another.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// The line on which each row begins, from 1.
    pub(crate) lines: Vec<u64>,
}

impl Rows {
    /// Reads a text, plain or packed with gzip, whose first row the function may take out as a header.
    pub(crate) fn read(
        mut reader: impl Read,
        mut header: impl FnMut(&ByteRecord) -> bool,
    ) -> Result<Self, TableError> {
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(TableError::Io)?;
        if text.starts_with(&GZIP) {
            let mut unpacked = Vec::new();
            MultiGzDecoder::new(text.as_slice()).read_to_end(&mut unpacked).map_err(TableError::Gzip)?;
            text = unpacked;
        }
        text.push(b'\n');
        text.extend(END);
        let mut rows = Rows::default();
        let mut lines = Lines { text: &text, place: 0, line: 1 };
        // Rows of other lengths are told of below, with their line.
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io::Error::from).map_err(TableError::Io)? {
            let line = lines.at(record.position().map_or(0, Position::byte));
            if reader.position().byte() == text.len() as u64 {
                return if !record.iter().eq([END]) {
                    Err(TableError::Quote { line })
                } else if rows.lines.is_empty() {
                    Err(TableError::Empty)
                } else {
                    Ok(rows)
                };
            }
            if rows.width == 0 {
                rows.width = record.len();
                if header(&record) {
                    continue;
                }
            }
            if record.len() != rows.width {
                return Err(TableError::Width { line, expected: rows.width, received: record.len() });
            }
            rows.lines.push(line);
            for field in &record {
                rows.bytes.extend(field);
                rows.ends.push(rows.bytes.len());
            }
        }
        Err(TableError::Empty)
    }

    /// One field. There are such a row and column.
    pub(crate) fn field(&self, row: usize, column: usize) -> &[u8] {
        let place = row * self.width + column;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[place]]
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
