use super::{File, alone, training};
use cornu::{Flat, Image, Sequence, prelude::*};

/// Compares cases of a file, each with the shapes that come in.
macro_rules! merge {
    ($file:ident, $($name:literal: [$($inputs:ty),+] $merge:ty,)+) => {
        $(alone::compare_merge::<($($inputs,)+), $merge>(&$file.case($name));)+
    };
}

/// The same, and ten steps of training.
macro_rules! train_merge {
    ($file:ident, $($name:literal: [$($values:tt)+] [$($merge:tt)+],)+) => {
        $({
            cornu::model! { struct Subject { $($values)+ Dense<_, 2>(Flatten($($merge)+)) } }
            training::compare::<Subject>(&$file.case($name));
        })+
    };
}

pub(super) fn merging(file: &mut File) {
    train_merge! { file,
        "Add of 2": [let a = Input<4>; let b = Input<4>;] [Add(a, b)],
        "Maximum of 2": [let a = Input<4>; let b = Input<4>;] [Maximum(a, b)],
        "Concatenate flat": [let a = Input<4>; let b = Input<2>; let c = Input<3>;] [Concatenate(a, b, c)],
        "Dot": [let a = Input<4>; let b = Input<4>;] [Dot(a, b)],
    }
    merge! { file,
        "Multiply of 2": [Flat<4>, Flat<4>] Multiply,
        "Subtract": [Flat<4>, Flat<4>] Subtract,
        "Minimum of 2": [Flat<4>, Flat<4>] Minimum,
        "Average of 2": [Flat<4>, Flat<4>] Average,
        "Add of 3": [Flat<4>, Flat<4>, Flat<4>] Add,
        "Multiply of 3": [Flat<4>, Flat<4>, Flat<4>] Multiply,
        "Average of 3": [Flat<4>, Flat<4>, Flat<4>] Average,
        "Maximum of 3": [Flat<4>, Flat<4>, Flat<4>] Maximum,
        "Minimum of 3": [Flat<4>, Flat<4>, Flat<4>] Minimum,
        "Add sequences": [Sequence<2, 3>, Sequence<2, 3>] Add,
        "Multiply images": [Image<2, 2, 2>, Image<2, 2, 2>] Multiply,
        "Concatenate features": [Sequence<2, 3>, Sequence<2, 1>] Concatenate,
        "Concatenate steps": [Sequence<2, 3>, Sequence<4, 3>] Concatenate<1>,
        "Concatenate channels": [Image<2, 2, 2>, Image<2, 2, 1>] Concatenate,
        "Concatenate rows": [Image<2, 2, 2>, Image<1, 2, 2>] Concatenate<1>,
    }
}
