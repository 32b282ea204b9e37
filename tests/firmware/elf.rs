//! The size of a program's code, read from its section table (64 bits, little-endian).

/// The bytes of all sections that are executed.
pub(crate) fn code_bytes(program: &[u8]) -> usize {
    assert!(program.starts_with(b"\x7fELF\x02\x01"), "no such program");
    let number = |at: usize, bytes: usize| {
        let bytes = program[at..at + bytes].iter().rev();
        bytes.fold(0, |number, &byte| number << 8 | usize::from(byte))
    };
    let (table, size, count) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2));
    const EXECUTED: usize = 4;
    let sections = (0..count).map(|section| table + section * size);
    sections
        .filter(|section| number(section + 0x08, 8) & EXECUTED != 0)
        .map(|section| number(section + 0x20, 8))
        .sum()
}
