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
    const _: () = __pass::check_layer(__FIT_1, "Flatten", &["Input<28, 28>"]);
    const _: () = __pass::check_size(__FIT_1, "Flatten", &["Input<28, 28>"]);
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
        &["Flatten"],
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "Dense<784, { HIDDEN / 2 }, Relu>",
        &["Flatten"],
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
        &["Dense<784, { HIDDEN / 2 }, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<_, 10, Softmax>",
        &["Dense<784, { HIDDEN / 2 }, Relu>"],
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
    const __OUT_3: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    impl ::cornu::LayerAt<3> for Picture {
        const IN: ::cornu::Dims = __OUT_2;
    }
    type __Out3 = ::cornu::shaped!(__OUT_3);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[3];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("flatten_1", "Flatten", &[0], 0, 0),
        __STEP_2.info("dense_1", "Dense<784, { HIDDEN / 2 }, Relu>", &[1], 1, 1),
        __STEP_3.info("dense_2", "Dense<_, 10, Softmax>", &[2], 2, 2),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("flatten_1", ::core::mem::offset_of!(Picture, flatten_1)),
        __STEP_2.table("dense_1", ::core::mem::offset_of!(Picture, dense_1)),
        __STEP_3.table("dense_2", ::core::mem::offset_of!(Picture, dense_2)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<4>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <<__Out0 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out3 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __STEP_IN: ::cornu::Dims = __OUT_0.step();
    const __STEP_OUT: ::cornu::Dims = __OUT_3.step();
    unsafe impl ::cornu::Block for Picture {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Picture {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Picture {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out3 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Picture {
        type Head = <__Layer3 as ::cornu::Layer<__In3>>::Activation;
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Picture";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.flatten_1);
            __STEP_2.show::<_, 1>(visitor, &self.dense_1);
            __STEP_3.show::<_, 2>(visitor, &self.dense_2);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_3.show::<_, 2>(visitor, &self.dense_2);
            __STEP_2.show::<_, 1>(visitor, &self.dense_1);
            __STEP_1.show::<_, 0>(visitor, &self.flatten_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.flatten_1);
            __STEP_2.show_mut::<_, 1>(visitor, &mut self.dense_1);
            __STEP_3.show_mut::<_, 2>(visitor, &mut self.dense_2);
        }
        #[inline(always)]
        fn activate(outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer3 as ::cornu::Layer<__In3>>::Activation,
                0,
            >(outputs);
        }
    }
};
