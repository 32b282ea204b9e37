/// Handwritten digits.
#[derive(Clone)]
#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub struct Digits {
    /// `Dense<784, 512, Relu>`
    pub dense_1: Dense<784, 512, Relu>,
    /// `Dense<512, 10, Softmax>`
    pub dense_2: Dense<512, 10, Softmax>,
}
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <Dense<784, 512, Relu> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Dense<784, 512, Relu>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    type __Layer1 = Dense<784, 512, Relu>;
    const __IN_1: ::cornu::Dims = __pass::enter::<__Out0, Dense<784, 512, Relu>>();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(__FIT_1, "Dense<784, 512, Relu>", "the input");
    const _: () = __pass::check_size(__FIT_1, "Dense<784, 512, Relu>", "the input");
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    type __Layer2 = Dense<512, 10, Softmax>;
    const __IN_2: ::cornu::Dims = __pass::enter::<__Out1, Dense<512, 10, Softmax>>();
    type __In2 = ::cornu::shaped!(__IN_2);
    const __FIT_2: ::cornu::Fit = __pass::fit::<__In2, __Layer2>();
    const _: () = __pass::check_layer(
        __FIT_2,
        "Dense<512, 10, Softmax>",
        "Dense<784, 512, Relu>",
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "Dense<512, 10, Softmax>",
        "Dense<784, 512, Relu>",
    );
    const __STEP_2: __pass::StepOf<__In2, __Layer2> = __pass::Step::DEFAULT;
    const __OUT_2: ::cornu::Dims = <__Layer2 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    type __Out2 = ::cornu::shaped!(__OUT_2);
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<784, 512, Relu>"),
        __STEP_2.info("dense_2", "Dense<512, 10, Softmax>"),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Digits, dense_1)),
        __STEP_2.table("dense_2", ::core::mem::offset_of!(Digits, dense_2)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    unsafe impl ::cornu::Block for Digits {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Model for Digits {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out2 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__OUT_0.len());
        type OutputLength = ::cornu::length!(__OUT_2.len());
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Digits {
        type Head = <__Layer2 as ::cornu::Layer<__In2>>::Activation;
        type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];
        const NAME: &'static str = "Digits";
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        fn initialize(&mut self, seed: u64) {
            __STEP_1.initialize(&mut self.dense_1, seed, 0);
            __STEP_2.initialize(&mut self.dense_2, seed, 1);
        }
        #[inline]
        fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
            let batch = x.len() / __OUT_0.len();
            let __pass::Flow { front, back: _, scratch } = __pass::Flow::new::<
                Self,
            >(batch, memory);
            let y1 = __STEP_1.infer(&self.dense_1, x, front, scratch);
            __STEP_2.infer_logits(&self.dense_2, y1, logits, scratch);
        }
        #[inline]
        fn forward(&self, x: &[f32], work: &mut __pass::Workspace<'_>) {
            let (mut values, scratch) = work.forward();
            let mut y1 = values.next(&__STEP_1);
            __STEP_1.forward(&self.dense_1, x, &mut y1, scratch);
            let mut y2 = values.next(&__STEP_2);
            __STEP_2.forward_logits(&self.dense_2, y1.y, &mut y2, scratch);
        }
        #[inline]
        fn backward(&self, x: &[f32], work: &mut __pass::Workspace<'_>, d: &mut Self) {
            let (mut values, front, back, scratch) = work.backward();
            let y1 = values.next(&__STEP_1);
            let y2 = values.next(&__STEP_2);
            __STEP_2
                .backward_logits(
                    &self.dense_2,
                    y1.y,
                    &y2,
                    front,
                    ::core::option::Option::Some(back),
                    scratch,
                    &mut d.dense_2,
                );
            __STEP_1
                .backward(
                    &self.dense_1,
                    x,
                    &y1,
                    back,
                    ::core::option::Option::None,
                    scratch,
                    &mut d.dense_1,
                );
        }
    }
};
