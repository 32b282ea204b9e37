use super::SameType;
use crate::{Block, Model, view_blocks};

/// Several models with the same input and output, whose answers are averaged: two, three or four of
/// any kinds as a tuple, or any number of one kind as an array.
///
/// ```
/// use cornu::{Ensemble, prelude::*};
///
/// model! { struct Small < Dense<64, 10, Softmax> >; }
/// model! { struct Deep < Dense<64, 16, Relu>, Dense<16, 10, Softmax> >; }
///
/// # use cornu::Block;
/// # let (small, deep, pixels) = (Small::zeroed(), Deep::zeroed(), [0.5; 64]);
/// # let [fold_1, fold_2, fold_3] = [Deep::zeroed(), Deep::zeroed(), Deep::zeroed()];
/// let vote = Ensemble::new((&small, &deep));
/// let same = Ensemble::new([&fold_1, &fold_2, &fold_3]);
/// let classes: [f32; 10] = vote.predict(&pixels);
/// # assert_eq!(classes, [0.1; 10]);
/// # assert!((same.predict(&pixels)[9] - 0.1).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ensemble<M>(M);

impl<M: Members> Ensemble<M> {
    /// All members take the same input and give the same output: see [`Ensemble`] for an example.
    pub const fn new(members: M) -> Self {
        Ensemble(members)
    }
}

/// Models whose answers can be averaged: an array or a tuple of such with the same input and output.
/// See [`Ensemble`] for an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no members of an ensemble",
    label = "a tuple of two to four models, or an array of models of one kind, is expected here"
)]
pub trait Members {}

impl<M: Model, const N: usize> Members for [M; N] {}
impl<A: Model, B: Fellow<A>> Members for (A, B) {}
impl<A: Model, B: Fellow<A>, C: Fellow<A>> Members for (A, B, C) {}
impl<A: Model, B: Fellow<A>, C: Fellow<A>, D: Fellow<A>> Members for (A, B, C, D) {}

/// A model with the input and output of another, as the members of an [`Ensemble`] are.
pub trait Fellow<Other: Model>:
    Model<Input: SameType<Other::Input>, Output: SameType<Other::Output>>
{
}

impl<M, Other> Fellow<Other> for M
where
    M: Model<Input: SameType<Other::Input>, Output: SameType<Other::Output>>,
    Other: Model,
{
}

/// Adds `model`'s answer to the sum of the members before it.
fn add<M: Model>(model: &M, x: &[f32], sum: &mut [f32]) {
    let answer = model.predict(&view_blocks(x)[0]);
    for (sum, answer) in sum.iter_mut().zip(answer.floats()) {
        *sum += answer;
    }
}

fn divide(sum: &mut [f32], members: usize) {
    sum.iter_mut().for_each(|sum| *sum /= members as f32);
}

impl<M: Model, const N: usize> Model for Ensemble<[M; N]> {
    type Input = M::Input;
    type Output = M::Output;
    type InputLength = M::InputLength;
    type OutputLength = M::OutputLength;

    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
        const { assert!(N > 0, "an ensemble has at least one member") }
        let y = y.floats_mut();
        y.fill(0.0);
        for member in &self.0 {
            add(member, x.floats(), y);
        }
        divide(y, N);
    }
}

macro_rules! ensemble_of {
    ($first:ident 0 $(, $member:ident $place:tt)* ; $count:literal) => {
        impl<$first: Model, $($member: Model),*> Model for Ensemble<($first, $($member),*)> {
            type Input = $first::Input;
            type Output = $first::Output;
            type InputLength = $first::InputLength;
            type OutputLength = $first::OutputLength;

            fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
                self.0.0.predict_into(x, y);
                let (x, y) = (x.floats(), y.floats_mut());
                $(add(&self.0.$place, x, y);)*
                divide(y, $count);
            }
        }
    };
}

ensemble_of!(A 0, B 1; 2);
ensemble_of!(A 0, B 1, C 2; 3);
ensemble_of!(A 0, B 1, C 2, D 3; 4);
