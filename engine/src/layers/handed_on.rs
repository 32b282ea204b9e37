/// Writes the methods of a layer that hands on what it takes: nothing is learnt, y = x, dx = dy.
#[doc(hidden)]
#[macro_export]
macro_rules! handed_on {
    () => {
        const COST: usize = 0;

        fn build(&mut self, _: &mut $crate::Random) {}

        #[inline]
        fn infer(&self, __x: &[f32], __y: &mut [f32], _: &mut [f32]) {
            __y.copy_from_slice(__x);
        }

        #[inline]
        fn backward(&self, __pass: $crate::Backward<'_>, _: Option<&mut Self>) {
            if let Some(__dx) = __pass.dx {
                __dx.copy_from_slice(__pass.dy);
            }
        }
    };
}
pub(super) use handed_on;
