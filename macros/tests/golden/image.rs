#[cfg(feature = "image")]
#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub(crate) struct Picture {
    /// `Flatten`
    pub(crate) flatten_1: Flatten,
    /// `Dense<784, { HIDDEN / 2 }, Relu>`
    pub(crate) dense_1: Dense<784, { HIDDEN / 2 }, Relu>,
    /// `Dense<_, 10, Softmax>`
    pub(crate) dense_2: Dense<
        { <Picture as ::cornu::LayerAt<3>>::IN.last() },
        10,
        Softmax,
    >,
}
#[cfg(feature = "image")]
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <Input<28, 28> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Input<28, 28>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    type __Layer1 = Flatten;
    const __IN_1: ::cornu::Dims = __pass::enter::<__Out0, Flatten>();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(__FIT_1, "Flatten", "Input<28, 28>");
    const _: () = __pass::check_size(__FIT_1, "Flatten", "Input<28, 28>");
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    type __Layer2 = Dense<784, { HIDDEN / 2 }, Relu>;
    const __IN_2: ::cornu::Dims = __pass::enter::<
        __Out1,
        Dense<784, { HIDDEN / 2 }, Relu>,
    >();
    type __In2 = ::cornu::shaped!(__IN_2);
    const __FIT_2: ::cornu::Fit = __pass::fit::<__In2, __Layer2>();
    const _: () = __pass::check_layer(
        __FIT_2,
        "Dense<784, { HIDDEN / 2 }, Relu>",
        "Flatten",
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "Dense<784, { HIDDEN / 2 }, Relu>",
        "Flatten",
    );
    const __STEP_2: __pass::StepOf<__In2, __Layer2> = {
        let mut step: __pass::StepOf<__In2, __Layer2> = __pass::Step::DEFAULT;
        step.settings.init = HeNormal;
        step.settings.bias_init = Constant(0.1);
        step
    };
    const __OUT_2: ::cornu::Dims = <__Layer2 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    type __Out2 = ::cornu::shaped!(__OUT_2);
    type __Layer3 = Dense<{ __OUT_2.last() }, 10, Softmax>;
    const __IN_3: ::cornu::Dims = __pass::enter::<
        __Out2,
        Dense<{ __OUT_2.last() }, 10, Softmax>,
    >();
    type __In3 = ::cornu::shaped!(__IN_3);
    const __FIT_3: ::cornu::Fit = __pass::fit::<__In3, __Layer3>();
    const _: () = __pass::check_layer(
        __FIT_3,
        "Dense<_, 10, Softmax>",
        "Dense<784, { HIDDEN / 2 }, Relu>",
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<_, 10, Softmax>",
        "Dense<784, { HIDDEN / 2 }, Relu>",
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
    const __OUT_3: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    impl ::cornu::LayerAt<3> for Picture {
        const IN: ::cornu::Dims = __OUT_2;
    }
    type __Out3 = ::cornu::shaped!(__OUT_3);
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("flatten_1", "Flatten"),
        __STEP_2.info("dense_1", "Dense<784, { HIDDEN / 2 }, Relu>"),
        __STEP_3.info("dense_2", "Dense<_, 10, Softmax>"),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("flatten_1", ::core::mem::offset_of!(Picture, flatten_1)),
        __STEP_2.table("dense_1", ::core::mem::offset_of!(Picture, dense_1)),
        __STEP_3.table("dense_2", ::core::mem::offset_of!(Picture, dense_2)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    unsafe impl ::cornu::Block for Picture {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Model for Picture {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out3 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__OUT_0.len());
        type OutputLength = ::cornu::length!(__OUT_3.len());
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Picture {
        type Head = <__Layer3 as ::cornu::Layer<__In3>>::Activation;
        type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];
        const NAME: &'static str = "Picture";
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        fn initialize(&mut self, seed: u64) {
            __STEP_1.initialize(&mut self.flatten_1, seed, 0);
            __STEP_2.initialize(&mut self.dense_1, seed, 1);
            __STEP_3.initialize(&mut self.dense_2, seed, 2);
        }
        #[inline]
        fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
            let batch = x.len() / __OUT_0.len();
            let __pass::Flow { front, back, scratch } = __pass::Flow::new::<
                Self,
            >(batch, memory);
            let y1 = __STEP_1.infer(&self.flatten_1, x, front, scratch);
            let y2 = __STEP_2.infer(&self.dense_1, y1, back, scratch);
            __STEP_3.infer_logits(&self.dense_2, y2, logits, scratch);
        }
        #[inline]
        fn forward(&self, x: &[f32], work: &mut __pass::Workspace<'_>) {
            let (mut values, scratch) = work.forward();
            let mut y1 = values.next(&__STEP_1);
            __STEP_1.forward(&self.flatten_1, x, &mut y1, scratch);
            let mut y2 = values.next(&__STEP_2);
            __STEP_2.forward(&self.dense_1, y1.y, &mut y2, scratch);
            let mut y3 = values.next(&__STEP_3);
            __STEP_3.forward_logits(&self.dense_2, y2.y, &mut y3, scratch);
        }
        #[inline]
        fn backward(&self, x: &[f32], work: &mut __pass::Workspace<'_>, d: &mut Self) {
            let (mut values, front, back, scratch) = work.backward();
            let y1 = values.next(&__STEP_1);
            let y2 = values.next(&__STEP_2);
            let y3 = values.next(&__STEP_3);
            __STEP_3
                .backward_logits(
                    &self.dense_2,
                    y2.y,
                    &y3,
                    front,
                    ::core::option::Option::Some(back),
                    scratch,
                    &mut d.dense_2,
                );
            __STEP_2
                .backward(
                    &self.dense_1,
                    y1.y,
                    &y2,
                    back,
                    ::core::option::Option::Some(front),
                    scratch,
                    &mut d.dense_1,
                );
            __STEP_1
                .backward(
                    &self.flatten_1,
                    x,
                    &y1,
                    front,
                    ::core::option::Option::None,
                    scratch,
                    &mut d.flatten_1,
                );
        }
    }
};
