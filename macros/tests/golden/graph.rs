/// Two readings.
#[derive(Clone)]
#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub struct Twins {
    /// `Dense<_, 8, Tanh>`
    pub encoder: ::cornu::pass::WithBias<
        Dense<{ <Twins as ::cornu::LayerAt<1>>::IN.last() }, 8, Tanh>,
        { false },
    >,
    /// `Dense<8, 8, Relu>`
    pub dense_1: Dense<8, 8, Relu>,
    /// `Dense<8, 3, Softmax>`
    pub dense_2: Dense<8, 3, Softmax>,
    /// `Dense<_, 1, Sigmoid>`
    pub dense_3: Dense<{ <Twins as ::cornu::LayerAt<7>>::IN.last() }, 1, Sigmoid>,
}
/// One sample's inputs of [`Twins`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct TwinsInput {
    /// `left`
    pub left: <Twins as ::cornu::ValueAt<0>>::Sample,
    /// `right`
    pub right: <Twins as ::cornu::ValueAt<1>>::Sample,
}
::cornu::block! {
    impl [] TwinsInput { left, right }
}
impl ::cornu::Array for TwinsInput {
    const DIMS: ::cornu::Dims = ::cornu::Dims::flat(<Self as ::cornu::Block>::LENGTH);
}
/// One sample's outputs of [`Twins`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct TwinsOutput {
    /// `kind`
    pub kind: <Twins as ::cornu::ValueAt<6>>::Sample,
    /// `same`
    pub same: <Twins as ::cornu::ValueAt<8>>::Sample,
}
::cornu::block! {
    impl [] TwinsOutput { kind, same }
}
impl ::cornu::Array for TwinsOutput {
    const DIMS: ::cornu::Dims = ::cornu::Dims::flat(<Self as ::cornu::Block>::LENGTH);
}
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <Input<4> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Input<4>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    const __OUT_1: ::cornu::Dims = <Input<4> as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_1, "Input<4>");
    type __Out1 = ::cornu::shaped!(__OUT_1);
    type __Layer1 = ::cornu::pass::WithBias<
        Dense<{ __OUT_0.last() }, 8, Tanh>,
        { false },
    >;
    const __IN_1: ::cornu::Dims = __pass::enter::<
        __Out0,
        ::cornu::pass::WithBias<Dense<{ __OUT_0.last() }, 8, Tanh>, { false }>,
    >();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(__FIT_1, "Dense<_, 8, Tanh>", &["left"]);
    const _: () = __pass::check_size(__FIT_1, "Dense<_, 8, Tanh>", &["left"]);
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = {
        let mut step: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
        step.settings.l2 = 1e-3;
        step
    };
    const __OUT_2: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    impl ::cornu::LayerAt<1> for Twins {
        const IN: ::cornu::Dims = __OUT_0;
    }
    type __Out2 = ::cornu::shaped!(__OUT_2);
    const __IN_2: ::cornu::Dims = __pass::enter::<__Out1, __Layer1>();
    type __In2 = ::cornu::shaped!(__IN_2);
    const __FIT_2: ::cornu::Fit = __pass::fit::<__In2, __Layer1>();
    const _: () = __pass::check_layer(__FIT_2, "Dense<_, 8, Tanh>", &["right"]);
    const _: () = __pass::check_shared(__FIT_2, "Dense<_, 8, Tanh>", &["right"]);
    const __STEP_2: __pass::StepOf<__In2, __Layer1> = {
        let mut step: __pass::StepOf<__In2, __Layer1> = __pass::Step::DEFAULT;
        step.settings.l2 = 1e-3;
        step
    };
    const __OUT_3: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    type __Out3 = ::cornu::shaped!(__OUT_3);
    type __Layer3 = Dense<8, 8, Relu>;
    const __IN_3: ::cornu::Dims = __pass::enter::<__Out3, Dense<8, 8, Relu>>();
    type __In3 = ::cornu::shaped!(__IN_3);
    const __FIT_3: ::cornu::Fit = __pass::fit::<__In3, __Layer3>();
    const _: () = __pass::check_layer(__FIT_3, "Dense<8, 8, Relu>", &["b"]);
    const _: () = __pass::check_size(__FIT_3, "Dense<8, 8, Relu>", &["b"]);
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = {
        let mut step: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
        step.trainable = false;
        step
    };
    const __OUT_4: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    type __Out4 = ::cornu::shaped!(__OUT_4);
    type __Layer4 = Add;
    const __IN_4: ::cornu::Dims = __pass::enter_merge::<(__Out2, __Out4), Add>();
    type __In4 = ::cornu::shaped!(__IN_4);
    const __OUT_5: ::cornu::Dims = <__Layer4 as ::cornu::Merge<(__In4, __Out4)>>::OUTPUT;
    const __FIT_4: ::cornu::Fit = __pass::fit_merge::<(__In4, __Out4), __Layer4>();
    const _: () = __pass::check_layer(__FIT_4, "Add", &["a", "Dense<8, 8, Relu>"]);
    const __STEP_4: __pass::MergeStepOf<(__In4, __Out4), __Layer4> = __pass::MergeStep::DEFAULT;
    type __Out5 = ::cornu::shaped!(__OUT_5);
    type __Layer5 = Dense<8, 3, Softmax>;
    const __IN_5: ::cornu::Dims = __pass::enter::<__Out5, Dense<8, 3, Softmax>>();
    type __In5 = ::cornu::shaped!(__IN_5);
    const __FIT_5: ::cornu::Fit = __pass::fit::<__In5, __Layer5>();
    const _: () = __pass::check_layer(__FIT_5, "Dense<8, 3, Softmax>", &["sum"]);
    const _: () = __pass::check_size(__FIT_5, "Dense<8, 3, Softmax>", &["sum"]);
    const __STEP_5: __pass::StepOf<__In5, __Layer5> = __pass::Step::DEFAULT;
    const __OUT_6: ::cornu::Dims = <__Layer5 as ::cornu::ShapeRule<__In5>>::OUTPUT;
    type __Out6 = ::cornu::shaped!(__OUT_6);
    type __Layer6 = Concatenate;
    const __IN_6: ::cornu::Dims = __pass::enter_merge::<(__Out2, __Out3), Concatenate>();
    type __In6 = ::cornu::shaped!(__IN_6);
    const __OUT_7: ::cornu::Dims = <__Layer6 as ::cornu::Merge<(__In6, __Out3)>>::OUTPUT;
    const __FIT_6: ::cornu::Fit = __pass::fit_merge::<(__In6, __Out3), __Layer6>();
    const _: () = __pass::check_layer(__FIT_6, "Concatenate", &["a", "b"]);
    const __STEP_6: __pass::MergeStepOf<(__In6, __Out3), __Layer6> = __pass::MergeStep::DEFAULT;
    type __Out7 = ::cornu::shaped!(__OUT_7);
    type __Layer7 = Dense<{ __OUT_7.last() }, 1, Sigmoid>;
    const __IN_7: ::cornu::Dims = __pass::enter::<
        __Out7,
        Dense<{ __OUT_7.last() }, 1, Sigmoid>,
    >();
    type __In7 = ::cornu::shaped!(__IN_7);
    const __FIT_7: ::cornu::Fit = __pass::fit::<__In7, __Layer7>();
    const _: () = __pass::check_layer(__FIT_7, "Dense<_, 1, Sigmoid>", &["Concatenate"]);
    const _: () = __pass::check_size(__FIT_7, "Dense<_, 1, Sigmoid>", &["Concatenate"]);
    const __STEP_7: __pass::StepOf<__In7, __Layer7> = __pass::Step::DEFAULT;
    const __OUT_8: ::cornu::Dims = <__Layer7 as ::cornu::ShapeRule<__In7>>::OUTPUT;
    impl ::cornu::LayerAt<7> for Twins {
        const IN: ::cornu::Dims = __OUT_7;
    }
    type __Out8 = ::cornu::shaped!(__OUT_8);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0, __OUT_1];
    const __OUTPUTS: &[usize] = &[6, 8];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("encoder", "Dense<_, 8, Tanh>", &[0], 0, 0),
        __STEP_2.info("encoder", "Dense<_, 8, Tanh>", &[1], 1, 0),
        __STEP_3.info("dense_1", "Dense<8, 8, Relu>", &[3], 2, 2),
        __STEP_4.info("add_1", "Add", &[2, 4], 3),
        __STEP_5.info("dense_2", "Dense<8, 3, Softmax>", &[5], 4, 4),
        __STEP_6.info("concatenate_1", "Concatenate", &[2, 3], 5),
        __STEP_7.info("dense_3", "Dense<_, 1, Sigmoid>", &[7], 6, 6),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("encoder", ::core::mem::offset_of!(Twins, encoder)),
        __STEP_3.table("dense_1", ::core::mem::offset_of!(Twins, dense_1)),
        __STEP_5.table("dense_2", ::core::mem::offset_of!(Twins, dense_2)),
        __STEP_7.table("dense_3", ::core::mem::offset_of!(Twins, dense_3)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<9>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <TwinsInput as ::cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <TwinsOutput as ::cornu::Block>::LENGTH;
    const __STEP_IN: ::cornu::Dims = __OUT_0.step();
    const __STEP_OUT: ::cornu::Dims = __OUT_6.step();
    impl ::cornu::ValueAt<0> for Twins {
        type Sample = <__Out0 as ::cornu::Shape>::Sample;
    }
    impl ::cornu::ValueAt<1> for Twins {
        type Sample = <__Out1 as ::cornu::Shape>::Sample;
    }
    impl ::cornu::ValueAt<6> for Twins {
        type Sample = <__Out6 as ::cornu::Shape>::Sample;
    }
    impl ::cornu::ValueAt<8> for Twins {
        type Sample = <__Out8 as ::cornu::Shape>::Sample;
    }
    impl ::cornu::Outputs for TwinsOutput {
        type Parts = (
            <__Out6 as ::cornu::Shape>::Sample,
            <__Out8 as ::cornu::Shape>::Sample,
        );
    }
    unsafe impl ::cornu::Block for Twins {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Twins {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Twins {
        type Input = TwinsInput;
        type Output = TwinsOutput;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Twins {
        type Head = (
            <__Layer5 as ::cornu::Layer<__In5>>::Activation,
            <__Layer7 as ::cornu::Layer<__In7>>::Activation,
        );
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Twins";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["left", "right"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.encoder);
            __STEP_2.show::<_, 1>(visitor, &self.encoder);
            __STEP_3.show::<_, 2>(visitor, &self.dense_1);
            __STEP_4.show::<_, 3>(visitor);
            __STEP_5.show::<_, 4>(visitor, &self.dense_2);
            __STEP_6.show::<_, 5>(visitor);
            __STEP_7.show::<_, 6>(visitor, &self.dense_3);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_7.show::<_, 6>(visitor, &self.dense_3);
            __STEP_6.show::<_, 5>(visitor);
            __STEP_5.show::<_, 4>(visitor, &self.dense_2);
            __STEP_4.show::<_, 3>(visitor);
            __STEP_3.show::<_, 2>(visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(visitor, &self.encoder);
            __STEP_1.show::<_, 0>(visitor, &self.encoder);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.encoder);
            __STEP_2.show_mut::<_, 1>(visitor, &mut self.encoder);
            __STEP_3.show_mut::<_, 2>(visitor, &mut self.dense_1);
            __STEP_5.show_mut::<_, 4>(visitor, &mut self.dense_2);
            __STEP_7.show_mut::<_, 6>(visitor, &mut self.dense_3);
        }
        #[inline(always)]
        fn activate(outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer5 as ::cornu::Layer<__In5>>::Activation,
                0,
            >(outputs);
            __pass::activate::<
                Self,
                <__Layer7 as ::cornu::Layer<__In7>>::Activation,
                1,
            >(outputs);
        }
    }
};
