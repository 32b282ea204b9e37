//! Well-known sets of data, read from files that are already there.

mod cifar10;
mod cifar10_error;
mod mnist;

pub use cifar10::{Cifar10, cifar10};
pub use cifar10_error::Cifar10Error;
pub use mnist::{DatasetError, Mnist, mnist};

use crate::Class;

/// Images, and for each its label at the same place.
///
/// ```no_run
/// use cornu::datasets::{Labelled, mnist};
///
/// let Labelled { images, labels } = mnist("data/mnist")?.test;
/// println!("{}This is a {}.", cornu::picture::<28, 28>(&images[0]), labels[0]);
/// # Ok::<(), cornu::datasets::DatasetError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Labelled<Image = [f32; 784]> {
    /// Of MNIST 28×28 pixels each, row by row, from 0 (paper) to 1 (ink); of [`Cifar10`] as it says.
    pub images: Vec<Image>,
    /// What each image shows.
    pub labels: Vec<Class<10>>,
}
