use crate::{Class, LabelError};

/// Labels as rows with 1 at the class and 0 elsewhere, for
/// [`CategoricalCrossentropy`](crate::CategoricalCrossentropy): Keras's `to_categorical`.
///
/// [`SparseCategoricalCrossentropy`](crate::SparseCategoricalCrossentropy) takes the labels as they
/// are, and needs no such rows.
///
/// ```
/// use cornu::{Class, to_categorical};
///
/// let labels = [Class::<3>::new(2)?, Class::new(0)?];
/// assert_eq!(to_categorical(&labels), [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
/// # Ok::<(), cornu::LabelError>(())
/// ```
pub fn to_categorical<const N: usize>(labels: &[Class<N>]) -> Vec<[f32; N]> {
    labels.iter().map(|label| label.one_hot()).collect()
}

/// Numbers as labels, each checked to be one of `N` classes.
///
/// ```
/// use cornu::{Class, to_categorical, to_classes};
///
/// let labels: Vec<Class<3>> = to_classes(&[2, 0, 1])?;
/// assert_eq!(to_categorical(&labels)[0], [0.0, 0.0, 1.0]);
/// assert!(to_classes::<3>(&[2, 3]).is_err());
/// # Ok::<(), cornu::LabelError>(())
/// ```
///
/// # Errors
/// If a number is `N` or more.
pub fn to_classes<const N: usize>(labels: &[usize]) -> Result<Vec<Class<N>>, LabelError> {
    labels.iter().map(|&label| Class::new(label)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_one_one() {
        let labels: Vec<_> = (0..10).map(|index| Class::<10>::new(index).unwrap()).collect();
        for (index, row) in to_categorical(&labels).iter().enumerate() {
            assert_eq!((row[index], row.iter().sum::<f32>()), (1.0, 1.0));
        }
        assert!(to_categorical::<10>(&[]).is_empty());
    }
}
