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
    const _: () = __pass::check_layer(__FIT_1, "Dense<1, 1>", &["the input"]);
    const _: () = __pass::check_size(__FIT_1, "Dense<1, 1>", &["the input"]);
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[1];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<1, 1>", &[0], 0, 0),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Line, dense_1)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<2>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <<__Out0 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out1 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __STEP_IN: ::cornu::Dims = __OUT_0.step();
    const __STEP_OUT: ::cornu::Dims = __OUT_1.step();
    unsafe impl ::cornu::Block for Line {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Line {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Line {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out1 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Line {
        type Head = <__Layer1 as ::cornu::Layer<__In1>>::Activation;
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Line";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.dense_1);
        }
        #[inline(always)]
        fn activate(outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer1 as ::cornu::Layer<__In1>>::Activation,
                0,
            >(outputs);
        }
    }
};
