use super::{File, alone, training};
use cornu::prelude::*;

/// Compares cases of a file, each with what comes in and how it becomes one.
macro_rules! merge {
    ($file:ident, $($name:literal: [$($values:tt)+] [$($merge:tt)+],)+) => {
        $({
            cornu::model! { struct Subject { $($values)+ $($merge)+ } }
            alone::compare::<Subject>(&$file.case($name));
        })+
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
        "Multiply of 2": [let a = Input<4>; let b = Input<4>;] [Multiply(a, b)],
        "Average of 2": [let a = Input<4>; let b = Input<4>;] [Average(a, b)],
        "Maximum of 2": [let a = Input<4>; let b = Input<4>;] [Maximum(a, b)],
        "Minimum of 2": [let a = Input<4>; let b = Input<4>;] [Minimum(a, b)],
        "Subtract": [let a = Input<4>; let b = Input<4>;] [Subtract(a, b)],
        "Concatenate flat": [let a = Input<4>; let b = Input<2>; let c = Input<3>;] [Concatenate(a, b, c)],
        "Dot": [let a = Input<4>; let b = Input<4>;] [Dot(a, b)],
    }
    merge! { file,
        "Add of 3": [let a = Input<4>; let b = Input<4>; let c = Input<4>;] [Add(a, b, c)],
        "Multiply of 3": [let a = Input<4>; let b = Input<4>; let c = Input<4>;] [Multiply(a, b, c)],
        "Average of 3": [let a = Input<4>; let b = Input<4>; let c = Input<4>;] [Average(a, b, c)],
        "Maximum of 3": [let a = Input<4>; let b = Input<4>; let c = Input<4>;] [Maximum(a, b, c)],
        "Minimum of 3": [let a = Input<4>; let b = Input<4>; let c = Input<4>;] [Minimum(a, b, c)],
        "Add sequences": [let a = Input<2, 3>; let b = Input<2, 3>;] [Add(a, b)],
        "Multiply images": [let a = Input<2, 2, 2>; let b = Input<2, 2, 2>;] [Multiply(a, b)],
        "Concatenate features": [let a = Input<2, 3>; let b = Input<2, 1>;] [Concatenate(a, b)],
        "Concatenate steps": [let a = Input<2, 3>; let b = Input<4, 3>;] [Concatenate<1>(a, b)],
        "Concatenate channels": [let a = Input<2, 2, 2>; let b = Input<2, 2, 1>;] [Concatenate(a, b)],
        "Concatenate rows": [let a = Input<2, 2, 2>; let b = Input<1, 2, 2>;] [Concatenate<1>(a, b)],
    }
}
