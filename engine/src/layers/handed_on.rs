//! What layers have in common that hand on what they take.

/// Writes the methods of such a layer: nothing is learnt, y = x, dx = dy.
macro_rules! handed_on {
    () => {
        type Settings = $crate::NoSettings;
        const COST: usize = 0;

        fn build(&mut self, _: &$crate::NoSettings, _: &mut $crate::Random) {}

        #[inline]
        fn infer(&self, _: &$crate::NoSettings, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            y.copy_from_slice(x);
        }

        #[inline]
        fn backward(&self, _: &$crate::NoSettings, pass: $crate::Backward<'_>, _: Option<&mut Self>) {
            if let Some(dx) = pass.dx {
                dx.copy_from_slice(pass.dy);
            }
        }
    };
}
pub(super) use handed_on;
