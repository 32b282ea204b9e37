#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
struct Deep {
    /// `Dense<4, 8, Relu>`
    dense_1: Dense<4, 8, Relu>,
    /// `Dense<8, 16, Relu>`
    dense_2: Dense<8, 16, Relu>,
    /// `Dense<16, 8, Relu>`
    dense_3: Dense<16, 8, Relu>,
    /// `Dense<8, 4, Relu>`
    dense_4: Dense<8, 4, Relu>,
    /// `Dense<4, 1, Sigmoid>`
    dense_5: Dense<4, 1, Sigmoid>,
}
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <Dense<4, 8, Relu> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Dense<4, 8, Relu>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    type __Layer1 = Dense<4, 8, Relu>;
    const __IN_1: ::cornu::Dims = __pass::enter::<__Out0, Dense<4, 8, Relu>>();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(__FIT_1, "Dense<4, 8, Relu>", &["the input"]);
    const _: () = __pass::check_size(__FIT_1, "Dense<4, 8, Relu>", &["the input"]);
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    type __Layer2 = Dense<8, 16, Relu>;
    const __IN_2: ::cornu::Dims = __pass::enter::<__Out1, Dense<8, 16, Relu>>();
    type __In2 = ::cornu::shaped!(__IN_2);
    const __FIT_2: ::cornu::Fit = __pass::fit::<__In2, __Layer2>();
    const _: () = __pass::check_layer(
        __FIT_2,
        "Dense<8, 16, Relu>",
        &["Dense<4, 8, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "Dense<8, 16, Relu>",
        &["Dense<4, 8, Relu>"],
    );
    const __STEP_2: __pass::StepOf<__In2, __Layer2> = __pass::Step::DEFAULT;
    const __OUT_2: ::cornu::Dims = <__Layer2 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    type __Out2 = ::cornu::shaped!(__OUT_2);
    type __Layer3 = Dense<16, 8, Relu>;
    const __IN_3: ::cornu::Dims = __pass::enter::<__Out2, Dense<16, 8, Relu>>();
    type __In3 = ::cornu::shaped!(__IN_3);
    const __FIT_3: ::cornu::Fit = __pass::fit::<__In3, __Layer3>();
    const _: () = __pass::check_layer(
        __FIT_3,
        "Dense<16, 8, Relu>",
        &["Dense<8, 16, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<16, 8, Relu>",
        &["Dense<8, 16, Relu>"],
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
    const __OUT_3: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    type __Out3 = ::cornu::shaped!(__OUT_3);
    type __Layer4 = Dense<8, 4, Relu>;
    const __IN_4: ::cornu::Dims = __pass::enter::<__Out3, Dense<8, 4, Relu>>();
    type __In4 = ::cornu::shaped!(__IN_4);
    const __FIT_4: ::cornu::Fit = __pass::fit::<__In4, __Layer4>();
    const _: () = __pass::check_layer(
        __FIT_4,
        "Dense<8, 4, Relu>",
        &["Dense<16, 8, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_4,
        "Dense<8, 4, Relu>",
        &["Dense<16, 8, Relu>"],
    );
    const __STEP_4: __pass::StepOf<__In4, __Layer4> = __pass::Step::DEFAULT;
    const __OUT_4: ::cornu::Dims = <__Layer4 as ::cornu::ShapeRule<__In4>>::OUTPUT;
    type __Out4 = ::cornu::shaped!(__OUT_4);
    type __Layer5 = Dense<4, 1, Sigmoid>;
    const __IN_5: ::cornu::Dims = __pass::enter::<__Out4, Dense<4, 1, Sigmoid>>();
    type __In5 = ::cornu::shaped!(__IN_5);
    const __FIT_5: ::cornu::Fit = __pass::fit::<__In5, __Layer5>();
    const _: () = __pass::check_layer(
        __FIT_5,
        "Dense<4, 1, Sigmoid>",
        &["Dense<8, 4, Relu>"],
    );
    const _: () = __pass::check_size(
        __FIT_5,
        "Dense<4, 1, Sigmoid>",
        &["Dense<8, 4, Relu>"],
    );
    const __STEP_5: __pass::StepOf<__In5, __Layer5> = __pass::Step::DEFAULT;
    const __OUT_5: ::cornu::Dims = <__Layer5 as ::cornu::ShapeRule<__In5>>::OUTPUT;
    type __Out5 = ::cornu::shaped!(__OUT_5);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[5];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<4, 8, Relu>", &[0], 0, 0),
        __STEP_2.info("dense_2", "Dense<8, 16, Relu>", &[1], 1, 1),
        __STEP_3.info("dense_3", "Dense<16, 8, Relu>", &[2], 2, 2),
        __STEP_4.info("dense_4", "Dense<8, 4, Relu>", &[3], 3, 3),
        __STEP_5.info("dense_5", "Dense<4, 1, Sigmoid>", &[4], 4, 4),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Deep, dense_1)),
        __STEP_2.table("dense_2", ::core::mem::offset_of!(Deep, dense_2)),
        __STEP_3.table("dense_3", ::core::mem::offset_of!(Deep, dense_3)),
        __STEP_4.table("dense_4", ::core::mem::offset_of!(Deep, dense_4)),
        __STEP_5.table("dense_5", ::core::mem::offset_of!(Deep, dense_5)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<6>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <<__Out0 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out5 as ::cornu::Shape>::Sample as ::cornu::Block>::LENGTH;
    const __STEP_IN: ::cornu::Dims = __OUT_0.step();
    const __STEP_OUT: ::cornu::Dims = __OUT_5.step();
    unsafe impl ::cornu::Block for Deep {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Deep {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Deep {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out5 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Deep {
        type Head = <__Layer5 as ::cornu::Layer<__In5>>::Activation;
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Deep";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(visitor, &self.dense_2);
            __STEP_3.show::<_, 2>(visitor, &self.dense_3);
            __STEP_4.show::<_, 3>(visitor, &self.dense_4);
            __STEP_5.show::<_, 4>(visitor, &self.dense_5);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_5.show::<_, 4>(visitor, &self.dense_5);
            __STEP_4.show::<_, 3>(visitor, &self.dense_4);
            __STEP_3.show::<_, 2>(visitor, &self.dense_3);
            __STEP_2.show::<_, 1>(visitor, &self.dense_2);
            __STEP_1.show::<_, 0>(visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.dense_1);
            __STEP_2.show_mut::<_, 1>(visitor, &mut self.dense_2);
            __STEP_3.show_mut::<_, 2>(visitor, &mut self.dense_3);
            __STEP_4.show_mut::<_, 3>(visitor, &mut self.dense_4);
            __STEP_5.show_mut::<_, 4>(visitor, &mut self.dense_5);
        }
        #[inline(always)]
        fn activate(outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer5 as ::cornu::Layer<__In5>>::Activation,
                0,
            >(outputs);
        }
    }
};
