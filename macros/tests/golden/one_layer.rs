#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
struct Line {
    /// `Dense<1, 1>`
    dense_1: Dense<1, 1>,
}
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <Dense<1, 1> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Dense<1, 1>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    type __Layer1 = Dense<1, 1>;
    const __IN_1: ::cornu::Dims = __pass::enter::<__Out0, Dense<1, 1>>();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(__FIT_1, "Dense<1, 1>", "the input");
    const _: () = __pass::check_size(__FIT_1, "Dense<1, 1>", "the input");
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    const __LAYERS: &[::cornu::LayerInfo] = &[__STEP_1.info("dense_1", "Dense<1, 1>")];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Line, dense_1)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    unsafe impl ::cornu::Block for Line {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Model for Line {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out1 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__OUT_0.len());
        type OutputLength = ::cornu::length!(__OUT_1.len());
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Line {
        type Head = <__Layer1 as ::cornu::Layer<__In1>>::Activation;
        type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];
        const NAME: &'static str = "Line";
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        fn initialize(&mut self, seed: u64) {
            __STEP_1.initialize(&mut self.dense_1, seed, 0);
        }
        #[inline]
        fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
            let batch = x.len() / __OUT_0.len();
            let __pass::Flow { front: _, back: _, scratch } = __pass::Flow::new::<
                Self,
            >(batch, memory);
            __STEP_1.infer_logits(&self.dense_1, x, logits, scratch);
        }
        #[inline]
        fn forward(&self, x: &[f32], work: &mut __pass::Workspace<'_>) {
            let (mut values, scratch) = work.forward();
            let mut y1 = values.next(&__STEP_1);
            __STEP_1.forward_logits(&self.dense_1, x, &mut y1, scratch);
        }
        #[inline]
        fn backward(&self, x: &[f32], work: &mut __pass::Workspace<'_>, d: &mut Self) {
            let (mut values, front, _, scratch) = work.backward();
            let y1 = values.next(&__STEP_1);
            __STEP_1
                .backward_logits(
                    &self.dense_1,
                    x,
                    &y1,
                    front,
                    ::core::option::Option::None,
                    scratch,
                    &mut d.dense_1,
                );
        }
    }
};
