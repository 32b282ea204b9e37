use super::{File, alone, training};
use cornu::prelude::*;

/// Compares the merges of cases alone, or also ten steps of a model with them: each with the sizes of what comes in.
macro_rules! merge {
    ($way:ident $file:ident, $($name:literal: [$($merge:tt)+] $([$($size:tt),+])+,)+) => {
        $(merge! { @ $way $file, $name, ($($merge)+) $([$($size),+])+ })+
    };
    (@ compare $file:ident, $name:literal, ($($merge:tt)+) [$($a:tt),+] [$($b:tt),+]) => {{
        model! { struct Subject { let a = Input<$($a),+>; let b = Input<$($b),+>; $($merge)+(a, b) } }
        alone::compare_first::<Subject>(&$file.case($name));
    }};
    (@ compare $file:ident, $name:literal, ($($merge:tt)+) [$($a:tt),+] [$($b:tt),+] [$($c:tt),+]) => {{
        model! {
            struct Subject {
                let a = Input<$($a),+>;
                let b = Input<$($b),+>;
                let c = Input<$($c),+>;
                $($merge)+(a, b, c)
            }
        }
        alone::compare_first::<Subject>(&$file.case($name));
    }};
    (@ train $file:ident, $name:literal, ($($merge:tt)+) [$($a:tt),+] [$($b:tt),+]) => {{
        model! {
            struct Subject {
                let a = Input<$($a),+>;
                let b = Input<$($b),+>;
                Dense<_, 2>(Flatten($($merge)+(a, b)))
            }
        }
        training::compare::<Subject>(&$file.case($name));
    }};
    (@ train $file:ident, $name:literal, ($($merge:tt)+) [$($a:tt),+] [$($b:tt),+] [$($c:tt),+]) => {{
        model! {
            struct Subject {
                let a = Input<$($a),+>;
                let b = Input<$($b),+>;
                let c = Input<$($c),+>;
                Dense<_, 2>(Flatten($($merge)+(a, b, c)))
            }
        }
        training::compare::<Subject>(&$file.case($name));
    }};
}

pub(super) fn merging(file: &mut File) {
    merge! { train file,
        "Add of 2": [Add] [4] [4],
        "Maximum of 2": [Maximum] [4] [4],
        "Concatenate flat": [Concatenate] [4] [2] [3],
        "Dot": [Dot { axes: 1 }] [4] [4],
    }
    merge! { compare file,
        "Add of 3": [Add] [4] [4] [4],
        "Multiply of 2": [Multiply] [4] [4],
        "Multiply of 3": [Multiply] [4] [4] [4],
        "Average of 2": [Average] [4] [4],
        "Average of 3": [Average] [4] [4] [4],
        "Maximum of 3": [Maximum] [4] [4] [4],
        "Minimum of 2": [Minimum] [4] [4],
        "Minimum of 3": [Minimum] [4] [4] [4],
        "Subtract": [Subtract] [4] [4],
        "Add sequences": [Add] [2, 3] [2, 3],
        "Multiply images": [Multiply] [2, 2, 2] [2, 2, 2],
        "Concatenate features": [Concatenate { axis: -1 }] [2, 3] [2, 1],
        "Concatenate steps": [Concatenate { axis: 1 }] [2, 3] [4, 3],
        "Concatenate channels": [Concatenate { axis: -1 }] [2, 2, 2] [2, 2, 1],
        "Concatenate rows": [Concatenate { axis: 1 }] [2, 2, 2] [1, 2, 2],
        "Dot, normalized": [Dot { axes: 1, normalize: true }] [4] [4],
    }
}

pub(super) fn merging_broadcast(file: &mut File) {
    merge! { train file,
        "Add, a step": [Add] [1, 4] [5, 4],
    }
    merge! { compare file,
        "Add, a feature": [Add] [5, 1] [5, 4],
        "Add, each other": [Add] [1, 4] [5, 1],
        "Add, the second, image": [Add] [2, 3, 2] [1, 1, 2],
        "Add, a flat one": [Add] [4] [2, 4],
        "Subtract, a step": [Subtract] [1, 4] [5, 4],
        "Subtract, a feature": [Subtract] [5, 1] [5, 4],
        "Subtract, each other": [Subtract] [1, 4] [5, 1],
        "Subtract, the second, image": [Subtract] [2, 3, 2] [1, 1, 2],
        "Subtract, a flat one": [Subtract] [4] [2, 4],
        "Multiply, a step": [Multiply] [1, 4] [5, 4],
        "Multiply, a feature": [Multiply] [5, 1] [5, 4],
        "Multiply, each other": [Multiply] [1, 4] [5, 1],
        "Multiply, the second, image": [Multiply] [2, 3, 2] [1, 1, 2],
        "Multiply, a flat one": [Multiply] [4] [2, 4],
        "Average, a step": [Average] [1, 4] [5, 4],
        "Average, a feature": [Average] [5, 1] [5, 4],
        "Average, each other": [Average] [1, 4] [5, 1],
        "Average, the second, image": [Average] [2, 3, 2] [1, 1, 2],
        "Average, a flat one": [Average] [4] [2, 4],
        "Maximum, a step": [Maximum] [1, 4] [5, 4],
        "Maximum, a feature": [Maximum] [5, 1] [5, 4],
        "Maximum, each other": [Maximum] [1, 4] [5, 1],
        "Maximum, the second, image": [Maximum] [2, 3, 2] [1, 1, 2],
        "Maximum, a flat one": [Maximum] [4] [2, 4],
        "Minimum, a step": [Minimum] [1, 4] [5, 4],
        "Minimum, a feature": [Minimum] [5, 1] [5, 4],
        "Minimum, each other": [Minimum] [1, 4] [5, 1],
        "Minimum, the second, image": [Minimum] [2, 3, 2] [1, 1, 2],
        "Minimum, a flat one": [Minimum] [4] [2, 4],
        "Add, three": [Add] [1, 4] [2, 4] [2, 1],
        "Multiply, three": [Multiply] [1, 4] [2, 4] [2, 1],
        "Average, three": [Average] [1, 4] [2, 4] [2, 1],
        "Maximum, three": [Maximum] [1, 4] [2, 4] [2, 1],
        "Minimum, three": [Minimum] [1, 4] [2, 4] [2, 1],
    }
}

pub(super) fn concatenate(file: &mut File) {
    merge! { compare file,
        "flat, axis 1": [Concatenate { axis: 1 }] [4] [2],
        "sequences, axis 1": [Concatenate { axis: 1 }] [2, 3] [1, 3] [4, 3],
        "sequences, axis 2": [Concatenate { axis: 2 }] [2, 3] [2, 1],
        "sequences, axis -1": [Concatenate { axis: -1 }] [2, 1] [2, 3],
        "sequences, axis -2": [Concatenate { axis: -2 }] [2, 3] [1, 3],
        "images, axis 1": [Concatenate { axis: 1 }] [2, 3, 2] [1, 3, 2],
        "images, axis 2": [Concatenate { axis: 2 }] [2, 3, 2] [2, 1, 2],
        "images, axis 3": [Concatenate { axis: 3 }] [2, 2, 3] [2, 2, 1],
        "images, axis -1": [Concatenate { axis: -1 }] [2, 2, 1] [2, 2, 3],
    }
}

pub(super) fn dot(file: &mut File) {
    merge! { compare file,
        "flat, axes 1": [Dot { axes: 1 }] [4] [4],
        "flat, axes -1": [Dot { axes: -1 }] [4] [4],
        "sequences, axes 1": [Dot { axes: 1 }] [4, 2] [4, 3],
        "sequences, axes 2": [Dot { axes: 2 }] [2, 4] [3, 4],
        "sequences, axes 1 and 2": [Dot { axes: (1, 2) }] [4, 2] [3, 4],
        "sequences, axes 2 and 1": [Dot { axes: (2, 1) }] [2, 4] [4, 3],
        "a sequence and flat, axes 2 and 1": [Dot { axes: (2, 1) }] [2, 4] [4],
        "flat and a sequence, axes 1 and 2": [Dot { axes: (1, 2) }] [4] [2, 4],
        "flat, axes 1, normalized": [Dot { axes: 1, normalize: true }] [4] [4],
        "flat, axes -1, normalized": [Dot { axes: -1, normalize: true }] [4] [4],
        "sequences, axes 1, normalized": [Dot { axes: 1, normalize: true }] [4, 2] [4, 3],
        "sequences, axes 2, normalized": [Dot { axes: 2, normalize: true }] [2, 4] [3, 4],
        "sequences, axes 1 and 2, normalized": [Dot { axes: (1, 2), normalize: true }] [4, 2] [3, 4],
        "sequences, axes 2 and 1, normalized": [Dot { axes: (2, 1), normalize: true }] [2, 4] [4, 3],
        "a sequence and flat, axes 2 and 1, normalized": [Dot { axes: (2, 1), normalize: true }] [2, 4] [4],
        "flat and a sequence, axes 1 and 2, normalized": [Dot { axes: (1, 2), normalize: true }] [4] [2, 4],
    }
}
