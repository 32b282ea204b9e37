/// Targets in a row, one a sample: a slice, an array or a `Vec` of what the loss takes
/// ([`Loss::Target`](crate::Loss::Target)).
///
/// That these are a trait and no slice is for the sake of the message if they are those of another loss.
///
/// ```
/// use cornu::Targets;
///
/// /// How many targets there are, of whatever holds them.
/// fn count(targets: &(impl Targets<[f32; 1]> + ?Sized)) -> usize {
///     targets.targets().len()
/// }
///
/// assert_eq!(count(&[[1.0], [3.0]]), 2);
/// assert_eq!(count(&vec![[1.0], [3.0], [5.0]]), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "these are no targets for this loss, which takes `{Target}` for each sample",
    label = "these are `{Self}`",
    note = "`CategoricalCrossentropy` takes rows, `[f32; N]`, which `to_categorical` makes of labels; \
            `SparseCategoricalCrossentropy` takes labels, `Class<N>`",
    note = "`BinaryCrossentropy` and `MeanSquaredError` take what the model gives, such as `[f32; N]`",
    note = "of several outputs the targets of one sample are a tuple, in their order"
)]
pub trait Targets<Target> {
    /// The targets, in order.
    fn targets(&self) -> &[Target];
}

#[diagnostic::do_not_recommend]
impl<Target, T: AsRef<[Target]> + ?Sized> Targets<Target> for T {
    fn targets(&self) -> &[Target] {
        self.as_ref()
    }
}
