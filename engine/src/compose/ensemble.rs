use super::Same;
use crate::{Block, Model, view_blocks};

/// Several models with the same input and output, whose answers are averaged: two, three or four of
/// any kinds as a tuple, or any number of one kind as an array.
///
/// ```ignore
/// let vote = Ensemble((&small, &wide, &deep));
/// let same = Ensemble([&fold_1, &fold_2, &fold_3, &fold_4, &fold_5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ensemble<Members>(pub Members);

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
        impl<$first: Model, $($member),*> Model for Ensemble<($first, $($member),*)>
        where
            $($member: Model<Input: Same<$first::Input>, Output: Same<$first::Output>>,)*
        {
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
