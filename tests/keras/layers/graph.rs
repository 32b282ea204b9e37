use super::File;
pub(super) fn graph(_: &mut File) {}
