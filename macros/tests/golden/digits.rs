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
    const _: () = __pass::check_layer(__FIT_1, "Dense<784, 512, Relu>", &["the input"]);
    const _: () = __pass::check_size(__FIT_1, "Dense<784, 512, Relu>", &["the input"]);
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
        &["Dense<784, 512, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "Dense<512, 10, Softmax>",
        &["Dense<784, 512, Relu>"],
    );
    const __STEP_2: __pass::StepOf<__In2, __Layer2> = __pass::Step::DEFAULT;
    const __OUT_2: ::cornu::Dims = <__Layer2 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    type __Out2 = ::cornu::shaped!(__OUT_2);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[2];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<784, 512, Relu>", &[0], 0, 0),
        __STEP_2.info("dense_2", "Dense<512, 10, Softmax>", &[1], 1, 1),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Digits, dense_1)),
        __STEP_2.table("dense_2", ::core::mem::offset_of!(Digits, dense_2)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<3>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <<__Out0 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out2 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __STEP_IN: ::cornu::Dims = __OUT_0.step();
    const __STEP_OUT: ::cornu::Dims = __OUT_2.step();
    unsafe impl ::cornu::Block for Digits {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Digits {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Digits {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out2 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Digits {
        type Head = <__Layer2 as ::cornu::Layer<__In2>>::Activation;
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Digits";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(visitor, &self.dense_2);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_2.show::<_, 1>(visitor, &self.dense_2);
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.dense_1);
            __STEP_2.show_mut::<_, 1>(visitor, &mut self.dense_2);
        }
        #[inline(always)]
        fn activate(outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer2 as ::cornu::Layer<__In2>>::Activation,
                0,
            >(outputs);
        }
    }
};
