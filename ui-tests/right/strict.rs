//! A crate that allows nothing takes layers, models and trainings of Cornu without a word.

#![deny(
    warnings, missing_docs, unused, unreachable_pub, missing_debug_implementations, rust_2018_idioms,
    single_use_lifetimes, trivial_casts, unused_qualifications, unused_results
)]
#![forbid(unsafe_code)]

/// Layers.
pub mod layers {
    use cornu::{Backward, Dims, First, Fit, Layer, Linear, Random, Shape, ShapeRule, parameters};

    /// Scales.
    #[repr(C)]
    #[derive(Clone, Debug)]
    pub struct Scale<const N: usize> {
        gain: [f32; N],
    }

    parameters! { impl [const N: usize] Scale<N> { gain } }

    impl<const N: usize> First for Scale<N> {
        const INPUT: Dims = Dims::flat(N);
    }

    impl<In: Shape, const N: usize> ShapeRule<In> for Scale<N> {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::last(N, In::DIMS);
    }

    impl<In: Shape, const N: usize> Layer<In> for Scale<N> {
        type Activation = Linear;
        const COST: usize = N;

        fn build(&mut self, _: &mut Random) {
            self.gain = [1.0; N];
        }
        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            y.copy_from_slice(x);
        }
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
    /// Nothing.
    #[repr(C)]
    #[derive(Clone, Debug)]
    pub struct Nothing;
    parameters! { impl [] Nothing {} }
    impl<In: Shape> ShapeRule<In> for Nothing {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::Ok;
    }
    impl<In: Shape> Layer<In> for Nothing {
        type Activation = Linear;
        const COST: usize = 0;
        fn build(&mut self, _: &mut Random) {}
        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            y.copy_from_slice(x);
        }
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
}

use cornu::prelude::*;

/// A model.
pub mod public {
    use cornu::prelude::*;

    model! {
        /// Digits.
        #[derive(Clone, Debug)]
        pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
    }
}
use public::Digits;

mod inner {
    use cornu::prelude::*;
    const HIDDEN: usize = 12;
    // Names that the macro could stumble over.
    #[allow(dead_code)]
    type Option = ();
    #[allow(dead_code)]
    struct Some;
    mod pass {}
    mod core {}
    mod secret {
        use cornu::{Activation, math};
        #[allow(unreachable_pub)]
        pub struct Swish;
        impl Activation for Swish {
            const NEEDS_SUMS: bool = true;
            fn apply(values: &mut [f32], _width: usize) {
                for x in values { *x *= math::sigmoid(*x); }
            }
            fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
                d.copy_from_slice(sums);
            }
        }
        cornu::activation! { Swish }
    }

    model! {
        pub(crate) struct Picture <
            Input<28, 28, 1>,
            crate::layers::Nothing,
            Flatten,
            Dense<{ 28 * 28 }, HIDDEN, secret::Swish> { kernel_initializer: HeNormal, bias_initializer: Constant(-0.5) },
            crate::layers::Scale<_>,
            Dense<_, 1, secret::Swish>,
        >;
    }

    pub(crate) fn run() -> f32 {
        const LOCAL: usize = 3;
        model! { struct Local < Dense<LOCAL, 2, Relu>, Dense<_, 1> >; }
        model! {
            #[cfg(any())]
            struct Gone < Dense<MISSING, 2, Relu>, Dense<_, 1> >;
        }
        let local = Local::new(3);
        Picture::new(7).predict(&[[[0.0]; 28]; 28])[0] + local.predict(&[0.0; 3])[0]
    }
}

fn main() {
    let _ = inner::run();
    let mut digits = Digits::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
    let _ = digits.fit(&[[0.0; 784]], &[Class::new(3).unwrap()]).verbose(Verbose::Silent).run().unwrap();
    let _: [f32; 10] = digits.predict(&[0.0; 784]);
}
