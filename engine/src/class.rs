use core::fmt;

/// The label of one of `N` classes, from 0 to `N` − 1; it cannot hold another.
///
/// ```
/// use cornu_engine::Class;
///
/// let seven = Class::<10>::new(7)?;
/// assert_eq!(seven.index(), 7);
/// assert_eq!(seven.one_hot()[7], 1.0);
/// assert_eq!(Class::<10>::new(10).unwrap_err().to_string(), "label 10 is out of range: of 10 classes the labels are 0 to 9");
/// # Ok::<(), cornu_engine::LabelError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class<const N: usize>(u32);

impl<const N: usize> Class<N> {
    /// The class with this index.
    ///
    /// ```
    /// use cornu_engine::{Class, LabelError};
    ///
    /// assert_eq!(Class::<3>::new(2)?.index(), 2);
    /// assert_eq!(Class::<3>::new(3), Err(LabelError { label: 3, classes: 3 }));
    /// # Ok::<(), LabelError>(())
    /// ```
    ///
    /// # Errors
    /// If there are no more than `index` classes.
    pub const fn new(index: usize) -> Result<Self, LabelError> {
        if index < N && index <= u32::MAX as usize {
            Ok(Class(index as u32))
        } else {
            Err(LabelError { label: index, classes: N })
        }
    }

    /// The most likely class of a row of probabilities or logits; of equals the first.
    /// `None` if a value is NaN.
    ///
    /// ```
    /// use cornu_engine::Class;
    ///
    /// let probabilities = [0.1, 0.7, 0.2];
    /// assert_eq!(Class::most_likely(&probabilities).unwrap().index(), 1);
    /// assert_eq!(Class::most_likely(&[0.1, f32::NAN]), None);
    /// ```
    pub fn most_likely(row: &[f32; N]) -> Option<Self> {
        argmax(row).map(|index| Class(index as u32))
    }

    /// The class's place, from 0.
    ///
    /// ```
    /// let names = ["cat", "dog"];
    /// let class = cornu_engine::Class::<2>::new(1)?;
    /// assert_eq!(names[class.index()], "dog");
    /// # Ok::<(), cornu_engine::LabelError>(())
    /// ```
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// A row with 1 at this class and 0 elsewhere.
    ///
    /// ```
    /// assert_eq!(cornu_engine::Class::<3>::new(2)?.one_hot(), [0.0, 0.0, 1.0]);
    /// # Ok::<(), cornu_engine::LabelError>(())
    /// ```
    pub const fn one_hot(self) -> [f32; N] {
        let mut row = [0.0; N];
        row[self.index()] = 1.0;
        row
    }
}

/// The number, as in `7`.
impl<const N: usize> fmt::Display for Class<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of the largest value, of equals the first; `None` for an empty row or one with NaN.
pub(crate) fn argmax(row: &[f32]) -> Option<usize> {
    let mut best = (None, f32::NEG_INFINITY);
    for (place, &value) in row.iter().enumerate() {
        if value.is_nan() {
            return None;
        }
        if best.0.is_none() || value > best.1 {
            best = (Some(place), value);
        }
    }
    best.0
}

/// A label that is none of the classes: see [`Class::new`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelError {
    /// The label.
    pub label: usize,
    /// How many classes there are.
    pub classes: usize,
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LabelError { label, classes } = self;
        match classes.checked_sub(1) {
            Some(last) => {
                write!(f, "label {label} is out of range: of {classes} classes the labels are 0 to {last}")
            }
            None => write!(f, "label {label} is out of range: there are no classes"),
        }
    }
}

impl core::error::Error for LabelError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_first_and_nan_to_no_class() {
        assert_eq!(argmax(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(argmax(&[f32::NEG_INFINITY; 2]), Some(0));
        assert_eq!(argmax(&[1.0, f32::NAN, 3.0]), None);
        assert_eq!(argmax(&[]), None);
        assert_eq!(Class::most_likely(&[0.1, 0.9]).map(Class::index), Some(1));
    }

    #[test]
    fn no_label_is_out_of_range() {
        assert!(Class::<10>::new(10).is_err());
        assert!(Class::<0>::new(0).is_err());
        assert_eq!(Class::<3>::new(2).unwrap().one_hot(), [0.0, 0.0, 1.0]);
    }
}
