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
    use ::cornu::{self as __cornu, pass as __pass};
    type __Layer1 = Dense<4, 8, Relu>;
    const __OUT_0: __cornu::Dims = <__Layer1 as __pass::FirstIn<__Setup1>>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Dense<4, 8, Relu>");
    type __Out0 = __cornu::shaped!(__OUT_0);
    const __IS_LAYER_1: usize = __pass::is_layer::<__Layer1>();
    type __Setup1 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_1 }>, __Layer1>;
    const __IN_1: __cornu::Dims = __pass::enter::<__Out0, __Layer1, __Setup1>();
    type __In1 = __cornu::shaped!(__IN_1);
    const __FIT_1: __cornu::Fit = __pass::fit_first::<__In1, __Layer1, __Setup1>();
    const __GIVEN_1: __pass::Given = __pass::Given::input("the input");
    const _: () = __pass::check_layer(__FIT_1, "Dense<4, 8, Relu>", __GIVEN_1);
    const _: () = __pass::check_size(__FIT_1, "Dense<4, 8, Relu>", __GIVEN_1);
    const __STEP_1: __pass::StepOf<__In1, __Layer1, __Setup1> = __pass::Step::DEFAULT;
    const __FIRST: usize = __STEP_1.value(1);
    const __OUT_1: __cornu::Dims = __pass::output::<__In1, __Layer1, __Setup1>();
    type __Out1 = __cornu::shaped!(__OUT_1);
    type __Layer2 = Dense<8, 16, Relu>;
    const __IS_LAYER_2: usize = __pass::is_layer::<__Layer2>();
    type __Setup2 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_2 }>, __Layer2>;
    const __IN_2: __cornu::Dims = __pass::enter::<__Out1, __Layer2, __Setup2>();
    type __In2 = __cornu::shaped!(__IN_2);
    const __FIT_2: __cornu::Fit = __pass::fit::<__In2, __Layer2, __Setup2>();
    const __GIVEN_2: __pass::Given = __STEP_1.gives("Dense<4, 8, Relu>");
    const _: () = __pass::check_layer(__FIT_2, "Dense<8, 16, Relu>", __GIVEN_2);
    const _: () = __pass::check_size(__FIT_2, "Dense<8, 16, Relu>", __GIVEN_2);
    const __STEP_2: __pass::StepOf<__In2, __Layer2, __Setup2> = __pass::Step::DEFAULT;
    const __OUT_2: __cornu::Dims = __pass::output::<__In2, __Layer2, __Setup2>();
    type __Out2 = __cornu::shaped!(__OUT_2);
    type __Layer3 = Dense<16, 8, Relu>;
    const __IS_LAYER_3: usize = __pass::is_layer::<__Layer3>();
    type __Setup3 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_3 }>, __Layer3>;
    const __IN_3: __cornu::Dims = __pass::enter::<__Out2, __Layer3, __Setup3>();
    type __In3 = __cornu::shaped!(__IN_3);
    const __FIT_3: __cornu::Fit = __pass::fit::<__In3, __Layer3, __Setup3>();
    const __GIVEN_3: __pass::Given = __STEP_2.gives("Dense<8, 16, Relu>");
    const _: () = __pass::check_layer(__FIT_3, "Dense<16, 8, Relu>", __GIVEN_3);
    const _: () = __pass::check_size(__FIT_3, "Dense<16, 8, Relu>", __GIVEN_3);
    const __STEP_3: __pass::StepOf<__In3, __Layer3, __Setup3> = __pass::Step::DEFAULT;
    const __OUT_3: __cornu::Dims = __pass::output::<__In3, __Layer3, __Setup3>();
    type __Out3 = __cornu::shaped!(__OUT_3);
    type __Layer4 = Dense<8, 4, Relu>;
    const __IS_LAYER_4: usize = __pass::is_layer::<__Layer4>();
    type __Setup4 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_4 }>, __Layer4>;
    const __IN_4: __cornu::Dims = __pass::enter::<__Out3, __Layer4, __Setup4>();
    type __In4 = __cornu::shaped!(__IN_4);
    const __FIT_4: __cornu::Fit = __pass::fit::<__In4, __Layer4, __Setup4>();
    const __GIVEN_4: __pass::Given = __STEP_3.gives("Dense<16, 8, Relu>");
    const _: () = __pass::check_layer(__FIT_4, "Dense<8, 4, Relu>", __GIVEN_4);
    const _: () = __pass::check_size(__FIT_4, "Dense<8, 4, Relu>", __GIVEN_4);
    const __STEP_4: __pass::StepOf<__In4, __Layer4, __Setup4> = __pass::Step::DEFAULT;
    const __OUT_4: __cornu::Dims = __pass::output::<__In4, __Layer4, __Setup4>();
    type __Out4 = __cornu::shaped!(__OUT_4);
    type __Layer5 = Dense<4, 1, Sigmoid>;
    const __IS_LAYER_5: usize = __pass::is_layer::<__Layer5>();
    type __Setup5 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_5 }>, __Layer5>;
    const __IN_5: __cornu::Dims = __pass::enter::<__Out4, __Layer5, __Setup5>();
    type __In5 = __cornu::shaped!(__IN_5);
    const __FIT_5: __cornu::Fit = __pass::fit::<__In5, __Layer5, __Setup5>();
    const __GIVEN_5: __pass::Given = __STEP_4.gives("Dense<8, 4, Relu>");
    const _: () = __pass::check_layer(__FIT_5, "Dense<4, 1, Sigmoid>", __GIVEN_5);
    const _: () = __pass::check_size(__FIT_5, "Dense<4, 1, Sigmoid>", __GIVEN_5);
    const __STEP_5: __pass::StepOf<__In5, __Layer5, __Setup5> = __pass::Step::DEFAULT;
    const __OUT_5: __cornu::Dims = __pass::output::<__In5, __Layer5, __Setup5>();
    type __Out5 = __cornu::shaped!(__OUT_5);
    const __INPUTS: &[__cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[5];
    const __LAYERS: &[__cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<4, 8, Relu>", &[0], 0, 0),
        __STEP_2.info("dense_2", "Dense<8, 16, Relu>", &[__FIRST], 1, 1),
        __STEP_3.info("dense_3", "Dense<16, 8, Relu>", &[2], 2, 2),
        __STEP_4.info("dense_4", "Dense<8, 4, Relu>", &[3], 3, 3),
        __STEP_5.info("dense_5", "Dense<4, 1, Sigmoid>", &[4], 4, 4),
    ];
    const __TABLES: &[__cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Deep, dense_1)),
        __STEP_2.table("dense_2", ::core::mem::offset_of!(Deep, dense_2)),
        __STEP_3.table("dense_3", ::core::mem::offset_of!(Deep, dense_3)),
        __STEP_4.table("dense_4", ::core::mem::offset_of!(Deep, dense_4)),
        __STEP_5.table("dense_5", ::core::mem::offset_of!(Deep, dense_5)),
    ];
    const __PARAMETERS: [__cornu::Parameter; __cornu::count_parameters(__TABLES)] = __cornu::join_parameters(
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
    const __INPUT_LENGTH: usize = <<__Out0 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out5 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __STEP_IN: __cornu::Dims = __OUT_0.step();
    const __STEP_OUT: __cornu::Dims = __OUT_5.step();
    __cornu::network! {
        Deep { dense_1 : __Layer1, __In1; dense_2 : __Layer2, __In2; dense_3 : __Layer3,
        __In3; dense_4 : __Layer4, __In4; dense_5 : __Layer5, __In5; }
    }
    impl __cornu::Parameters for Deep {
        const PARAMETERS: &'static [__cornu::Parameter] = &__PARAMETERS;
    }
    impl __cornu::Model for Deep {
        type Input = <__Out0 as __cornu::Shape>::Sample;
        type Output = <__Out5 as __cornu::Shape>::Sample;
        type InputLength = __cornu::length!(__INPUT_LENGTH);
        type OutputLength = __cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, __x: &Self::Input, __y: &mut Self::Output) {
            __pass::predict(self, __x, __y);
        }
    }
    impl __cornu::Network for Deep {
        type Head = <__Layer5 as __cornu::Layer<__In5, __Setup5>>::Activation;
        type Memory = [f32; __cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <__cornu::shaped!(__STEP_IN) as __cornu::Shape>::Sample;
        type StepOutput = <__cornu::shaped!(__STEP_OUT) as __cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = __cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Deep";
        const INPUTS: &'static [__cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [__cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(__visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(__visitor, &self.dense_2);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_3);
            __STEP_4.show::<_, 3>(__visitor, &self.dense_4);
            __STEP_5.show::<_, 4>(__visitor, &self.dense_5);
        }
        #[inline(always)]
        fn visit_back(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_5.show::<_, 4>(__visitor, &self.dense_5);
            __STEP_4.show::<_, 3>(__visitor, &self.dense_4);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_3);
            __STEP_2.show::<_, 1>(__visitor, &self.dense_2);
            __STEP_1.show::<_, 0>(__visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, __visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(__visitor, &mut self.dense_1);
            __STEP_2.show_mut::<_, 1>(__visitor, &mut self.dense_2);
            __STEP_3.show_mut::<_, 2>(__visitor, &mut self.dense_3);
            __STEP_4.show_mut::<_, 3>(__visitor, &mut self.dense_4);
            __STEP_5.show_mut::<_, 4>(__visitor, &mut self.dense_5);
        }
        #[inline(always)]
        fn activate(__outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer5 as __cornu::Layer<__In5, __Setup5>>::Activation,
                0,
            >(__outputs);
        }
    }
};
