/// Two readings.
#[derive(Clone)]
#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub struct Twins {
    /// `Dense<_, 8, Tanh>`
    pub encoder: <__LayersOfTwins as ::cornu::LayerAt<1>>::Layer,
    /// `Dense<8, 8, Relu>`
    pub dense_1: Dense<8, 8, Relu>,
    /// `Dense<8, 3, Softmax>`
    pub dense_2: Dense<8, 3, Softmax>,
    /// `Dense<_, 1, Sigmoid>`
    pub dense_3: <__LayersOfTwins as ::cornu::LayerAt<7>>::Layer,
}
#[allow(dead_code, reason = "it is there for its `LayerAt`")]
enum __LayersOfTwins {}
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
    use ::cornu::{self as __cornu, pass as __pass};
    const __INPUT_0: __cornu::Dims = <Input<4> as __cornu::First>::INPUT;
    const _: () = __pass::check_is_input::<
        __cornu::shaped!(__INPUT_0),
        Input<4>,
    >("left", "Input<4>");
    const __OUT_0: __cornu::Dims = __pass::input_sizes::<
        __cornu::shaped!(__INPUT_0),
        Input<4>,
    >();
    const _: () = __pass::check_input(__INPUT_0, "Input<4>");
    type __Out0 = __cornu::shaped!(__OUT_0);
    const __INPUT_1: __cornu::Dims = <Input<4> as __cornu::First>::INPUT;
    const _: () = __pass::check_is_input::<
        __cornu::shaped!(__INPUT_1),
        Input<4>,
    >("right", "Input<4>");
    const __OUT_1: __cornu::Dims = __pass::input_sizes::<
        __cornu::shaped!(__INPUT_1),
        Input<4>,
    >();
    const _: () = __pass::check_input(__INPUT_1, "Input<4>");
    type __Out1 = __cornu::shaped!(__OUT_1);
    type __Base1 = Dense<{ __OUT_0.last() }, 8, Tanh>;
    const __IS_LAYER_1: usize = __pass::is_layer::<__Base1>();
    #[allow(missing_debug_implementations, reason = "it has no values")]
    struct __Setup1;
    impl __cornu::Setup for __Setup1 {
        type Settings = <__Base1 as __pass::ConfigurableIn<
            __pass::After<{ __IS_LAYER_1 }>,
        >>::Settings;
        const SETTINGS: Self::Settings = {
            let mut __settings = <Self::Settings as __cornu::Settings>::DEFAULT;
            __settings.l2 = 1e-3;
            __settings.use_bias = false;
            __settings
        };
    }
    const __SET_1: [usize; 2] = __pass::variant::<
        __pass::After<{ __IS_LAYER_1 }>,
        __Base1,
        __Setup1,
    >();
    type __Layer1 = __pass::VariantOf<__Base1, { __SET_1[0] }, { __SET_1[1] }>;
    const __IN_1: __cornu::Dims = __pass::enter::<__Out0, __Layer1, __Setup1>();
    type __In1 = __cornu::shaped!(__IN_1);
    const __FIT_1: __cornu::Fit = __pass::fit::<__In1, __Layer1, __Setup1>();
    const __GIVEN_1: __pass::Given = __pass::Given::input("left");
    const _: () = __pass::check_layer(
        __pass::apart_from(__FIT_1, &["l2", "use_bias"]),
        "Dense<_, 8, Tanh>",
        __GIVEN_1,
    );
    const _: () = __pass::check_size(__FIT_1, "Dense<_, 8, Tanh>", __GIVEN_1);
    const _: () = __pass::check_setting(__FIT_1, "l2", "Dense<_, 8, Tanh>");
    const _: () = __pass::check_setting(__FIT_1, "use_bias", "Dense<_, 8, Tanh>");
    const __STEP_1: __pass::StepOf<__In1, __Layer1, __Setup1> = __pass::Step::DEFAULT;
    const __OUT_2: __cornu::Dims = __pass::output::<__In1, __Layer1, __Setup1>();
    impl __cornu::LayerAt<1> for __LayersOfTwins {
        type Layer = __Layer1;
    }
    type __Out2 = __cornu::shaped!(__OUT_2);
    const __IN_2: __cornu::Dims = __pass::enter::<__Out1, __Layer1, __Setup1>();
    type __In2 = __cornu::shaped!(__IN_2);
    const __FIT_2: __cornu::Fit = __pass::fit::<__In2, __Layer1, __Setup1>();
    const __GIVEN_2: __pass::Given = __pass::Given::input("right");
    const _: () = __pass::check_layer(
        __pass::unless_told(__FIT_2, __FIT_1),
        "Dense<_, 8, Tanh>",
        __GIVEN_2,
    );
    const _: () = __pass::check_shared(__FIT_2, "Dense<_, 8, Tanh>", __GIVEN_2);
    const __STEP_2: __pass::StepOf<__In2, __Layer1, __Setup1> = __pass::Step::DEFAULT;
    const __OUT_3: __cornu::Dims = __pass::output::<__In2, __Layer1, __Setup1>();
    type __Out3 = __cornu::shaped!(__OUT_3);
    type __Layer3 = Dense<8, 8, Relu>;
    const __IS_LAYER_3: usize = __pass::is_layer::<__Layer3>();
    type __Setup3 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_3 }>, __Layer3>;
    const __IN_3: __cornu::Dims = __pass::enter::<__Out3, __Layer3, __Setup3>();
    type __In3 = __cornu::shaped!(__IN_3);
    const __FIT_3: __cornu::Fit = __pass::fit::<__In3, __Layer3, __Setup3>();
    const __GIVEN_3: __pass::Given = __STEP_2.gives_as("b");
    const _: () = __pass::check_layer(__FIT_3, "Dense<8, 8, Relu>", __GIVEN_3);
    const _: () = __pass::check_size(__FIT_3, "Dense<8, 8, Relu>", __GIVEN_3);
    const __STEP_3: __pass::StepOf<__In3, __Layer3, __Setup3> = {
        let trainable: bool = false;
        __pass::Step::DEFAULT.trainable(trainable)
    };
    const __OUT_4: __cornu::Dims = __pass::output::<__In3, __Layer3, __Setup3>();
    type __Out4 = __cornu::shaped!(__OUT_4);
    type __Layer4 = Add;
    const __IS_LAYER_4: usize = __pass::is_layer::<__Layer4>();
    type __Setup4 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_4 }>, __Layer4>;
    const __IN_4: __cornu::Dims = __pass::enter_merge::<
        (__Out2, __Out4),
        __Layer4,
        __Setup4,
    >();
    type __In4 = __cornu::shaped!(__IN_4);
    const __OUT_5: __cornu::Dims = __pass::output_merge::<
        (__In4, __Out4),
        __Layer4,
        __Setup4,
    >();
    const __FIT_4: __cornu::Fit = __pass::fit_merge::<
        (__In4, __Out4),
        __Layer4,
        __Setup4,
    >();
    const __GIVEN_4: &[__pass::Given] = &[
        __STEP_1.gives_as("a"),
        __STEP_3.gives("Dense<8, 8, Relu>"),
    ];
    const _: () = __pass::check_merge(__FIT_4, "Add", __GIVEN_4);
    const __STEP_4: __pass::MergeStepOf<(__In4, __Out4), __Layer4, __Setup4> = __pass::MergeStep::DEFAULT;
    type __Out5 = __cornu::shaped!(__OUT_5);
    type __Layer5 = Dense<8, 3, Softmax>;
    const __IS_LAYER_5: usize = __pass::is_layer::<__Layer5>();
    type __Setup5 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_5 }>, __Layer5>;
    const __IN_5: __cornu::Dims = __pass::enter::<__Out5, __Layer5, __Setup5>();
    type __In5 = __cornu::shaped!(__IN_5);
    const __FIT_5: __cornu::Fit = __pass::fit::<__In5, __Layer5, __Setup5>();
    const __GIVEN_5: __pass::Given = __STEP_4.gives_as("sum");
    const _: () = __pass::check_layer(__FIT_5, "Dense<8, 3, Softmax>", __GIVEN_5);
    const _: () = __pass::check_size(__FIT_5, "Dense<8, 3, Softmax>", __GIVEN_5);
    const __STEP_5: __pass::StepOf<__In5, __Layer5, __Setup5> = __pass::Step::DEFAULT;
    const __OUT_6: __cornu::Dims = __pass::output::<__In5, __Layer5, __Setup5>();
    type __Out6 = __cornu::shaped!(__OUT_6);
    type __Layer6 = Concatenate;
    const __IS_LAYER_6: usize = __pass::is_layer::<__Layer6>();
    type __Setup6 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_6 }>, __Layer6>;
    const __IN_6: __cornu::Dims = __pass::enter_merge::<
        (__Out2, __Out3),
        __Layer6,
        __Setup6,
    >();
    type __In6 = __cornu::shaped!(__IN_6);
    const __OUT_7: __cornu::Dims = __pass::output_merge::<
        (__In6, __Out3),
        __Layer6,
        __Setup6,
    >();
    const __FIT_6: __cornu::Fit = __pass::fit_merge::<
        (__In6, __Out3),
        __Layer6,
        __Setup6,
    >();
    const __GIVEN_6: &[__pass::Given] = &[
        __STEP_1.gives_as("a"),
        __STEP_2.gives_as("b"),
    ];
    const _: () = __pass::check_merge(__FIT_6, "Concatenate", __GIVEN_6);
    const __STEP_6: __pass::MergeStepOf<(__In6, __Out3), __Layer6, __Setup6> = __pass::MergeStep::DEFAULT;
    type __Out7 = __cornu::shaped!(__OUT_7);
    type __Layer7 = Dense<{ __OUT_7.last() }, 1, Sigmoid>;
    const __IS_LAYER_7: usize = __pass::is_layer::<__Layer7>();
    type __Setup7 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_7 }>, __Layer7>;
    const __IN_7: __cornu::Dims = __pass::enter::<__Out7, __Layer7, __Setup7>();
    type __In7 = __cornu::shaped!(__IN_7);
    const __FIT_7: __cornu::Fit = __pass::fit::<__In7, __Layer7, __Setup7>();
    const __GIVEN_7: __pass::Given = __STEP_6.gives("Concatenate");
    const _: () = __pass::check_layer(__FIT_7, "Dense<_, 1, Sigmoid>", __GIVEN_7);
    const _: () = __pass::check_size(__FIT_7, "Dense<_, 1, Sigmoid>", __GIVEN_7);
    const __STEP_7: __pass::StepOf<__In7, __Layer7, __Setup7> = __pass::Step::DEFAULT;
    const __OUT_8: __cornu::Dims = __pass::output::<__In7, __Layer7, __Setup7>();
    impl __cornu::LayerAt<7> for __LayersOfTwins {
        type Layer = __Layer7;
    }
    type __Out8 = __cornu::shaped!(__OUT_8);
    const __INPUTS: &[__cornu::Dims] = &[__OUT_0, __OUT_1];
    const __OUTPUTS: &[usize] = &[6, 8];
    const __LAYERS: &[__cornu::LayerInfo] = &[
        __STEP_1.info("encoder", "Dense<_, 8, Tanh>", &[0], 0, 0),
        __STEP_2.info("encoder", "Dense<_, 8, Tanh>", &[1], 1, 0),
        __STEP_3.info("dense_1", "Dense<8, 8, Relu>", &[3], 2, 2),
        __STEP_4.info("add_1", "Add", &[2, 4], 3),
        __STEP_5.info("dense_2", "Dense<8, 3, Softmax>", &[5], 4, 4),
        __STEP_6.info("concatenate_1", "Concatenate", &[2, 3], 5),
        __STEP_7.info("dense_3", "Dense<_, 1, Sigmoid>", &[7], 6, 6),
    ];
    const __TABLES: &[__cornu::LayerParameters] = &[
        __STEP_1.table("encoder", ::core::mem::offset_of!(Twins, encoder)),
        __STEP_3.table("dense_1", ::core::mem::offset_of!(Twins, dense_1)),
        __STEP_5.table("dense_2", ::core::mem::offset_of!(Twins, dense_2)),
        __STEP_7.table("dense_3", ::core::mem::offset_of!(Twins, dense_3)),
    ];
    const __PARAMETERS: [__cornu::Parameter; __cornu::count_parameters(__TABLES)] = __cornu::join_parameters(
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
    const __INPUT_LENGTH: usize = <TwinsInput as __cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <TwinsOutput as __cornu::Block>::LENGTH;
    const __STEP_IN: __cornu::Dims = __OUT_0.step();
    const __STEP_OUT: __cornu::Dims = __OUT_6.step();
    impl __cornu::ValueAt<0> for Twins {
        type Sample = <__Out0 as __cornu::Shape>::Sample;
    }
    impl __cornu::ValueAt<1> for Twins {
        type Sample = <__Out1 as __cornu::Shape>::Sample;
    }
    impl __cornu::ValueAt<6> for Twins {
        type Sample = <__Out6 as __cornu::Shape>::Sample;
    }
    impl __cornu::ValueAt<8> for Twins {
        type Sample = <__Out8 as __cornu::Shape>::Sample;
    }
    impl __cornu::Outputs for TwinsOutput {
        type Parts = (
            <__Out6 as __cornu::Shape>::Sample,
            <__Out8 as __cornu::Shape>::Sample,
        );
    }
    __cornu::network! {
        Twins { encoder : __Layer1, __In1; dense_1 : __Layer3, __In3; dense_2 : __Layer5,
        __In5; dense_3 : __Layer7, __In7; }
    }
    impl __cornu::Parameters for Twins {
        const PARAMETERS: &'static [__cornu::Parameter] = &__PARAMETERS;
    }
    impl __cornu::Model for Twins {
        type Input = TwinsInput;
        type Output = TwinsOutput;
        type InputLength = __cornu::length!(__INPUT_LENGTH);
        type OutputLength = __cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, __x: &Self::Input, __y: &mut Self::Output) {
            __pass::predict(self, __x, __y);
        }
    }
    impl __cornu::Network for Twins {
        type Head = (
            <__Layer5 as __cornu::Layer<__In5, __Setup5>>::Activation,
            <__Layer7 as __cornu::Layer<__In7, __Setup7>>::Activation,
        );
        type Memory = [f32; __cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <__cornu::shaped!(__STEP_IN) as __cornu::Shape>::Sample;
        type StepOutput = <__cornu::shaped!(__STEP_OUT) as __cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = __cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Twins";
        const INPUTS: &'static [__cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["left", "right"];
        const LAYERS: &'static [__cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(__visitor, &self.encoder);
            __STEP_2.show::<_, 1>(__visitor, &self.encoder);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_1);
            __STEP_4.show::<_, 3>(__visitor);
            __STEP_5.show::<_, 4>(__visitor, &self.dense_2);
            __STEP_6.show::<_, 5>(__visitor);
            __STEP_7.show::<_, 6>(__visitor, &self.dense_3);
        }
        #[inline(always)]
        fn visit_back(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_7.show::<_, 6>(__visitor, &self.dense_3);
            __STEP_6.show::<_, 5>(__visitor);
            __STEP_5.show::<_, 4>(__visitor, &self.dense_2);
            __STEP_4.show::<_, 3>(__visitor);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(__visitor, &self.encoder);
            __STEP_1.show::<_, 0>(__visitor, &self.encoder);
        }
        #[inline(always)]
        fn visit_mut(&mut self, __visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(__visitor, &mut self.encoder);
            __STEP_2.show_mut::<_, 1>(__visitor, &mut self.encoder);
            __STEP_3.show_mut::<_, 2>(__visitor, &mut self.dense_1);
            __STEP_5.show_mut::<_, 4>(__visitor, &mut self.dense_2);
            __STEP_7.show_mut::<_, 6>(__visitor, &mut self.dense_3);
        }
        #[inline(always)]
        fn activate(__outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer5 as __cornu::Layer<__In5, __Setup5>>::Activation,
                0,
            >(__outputs);
            __pass::activate::<
                Self,
                <__Layer7 as __cornu::Layer<__In7, __Setup7>>::Activation,
                1,
            >(__outputs);
        }
    }
};
