//! The ways through a network that look at its parameters only.

use super::{Known, Step, Visit, VisitMut, work::trace};
use crate::{Layer, Network, Setup, Shape, random};
use core::marker::PhantomData;

/// Writes the start of all parameters.
pub fn initialize<N: Network>(network: &mut N, seed: u64) {
    struct Initialize<N>(u64, PhantomData<N>);

    impl<N: Network> VisitMut for Initialize<N> {
        #[inline(always)]
        fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
            &mut self,
            _: &Step<In, L, S>,
            layer: &mut L,
        ) {
            if const { Known::<N, AT>::IS_OWNER } {
                layer.build(&mut random(self.0, const { Known::<N, AT>::STREAM }));
            }
        }
    }

    network.visit_mut(&mut Initialize::<N>(seed, PhantomData));
}

/// What the parameters add to the loss.
pub fn penalty<N: Network>(network: &N) -> f64 {
    struct Sum<N>(f64, PhantomData<N>);

    impl<N: Network> Visit for Sum<N> {
        #[inline(always)]
        fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
            &mut self,
            step: &Step<In, L, S>,
            layer: &L,
        ) {
            // A frozen layer has none, as in Keras.
            if const { Known::<N, AT>::IS_OWNER } && step.trainable {
                self.0 += layer.penalty();
            }
        }
    }

    let mut sum = Sum::<N>(0.0, PhantomData);
    network.visit(&mut sum);
    sum.0
}

/// Makes the parameters that are trained fulfil their constraints.
pub fn constrain<N: Network>(network: &mut N) {
    struct Constrain<N>(PhantomData<N>);

    impl<N: Network> VisitMut for Constrain<N> {
        #[inline(always)]
        fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
            &mut self,
            step: &Step<In, L, S>,
            layer: &mut L,
        ) {
            if const { Known::<N, AT>::IS_OWNER } && step.trainable {
                layer.constrain();
            }
        }
    }

    network.visit_mut(&mut Constrain::<N>(PhantomData));
}

/// Lets the layers learn what they learn without a gradient, from the values that the way forward kept.
pub fn update_state<N: Network>(network: &mut N, values: &[f32], batch: usize) {
    struct UpdateState<'v, N>(&'v [f32], usize, PhantomData<N>);

    impl<N: Network> VisitMut for UpdateState<'_, N> {
        #[inline(always)]
        fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
            &mut self,
            step: &Step<In, L, S>,
            layer: &mut L,
        ) {
            if step.trainable {
                layer.update_state(trace::<N, In, L, S, AT>(self.0, self.1), self.1);
            }
        }
    }

    network.visit_mut(&mut UpdateState::<N>(values, batch, PhantomData));
}
