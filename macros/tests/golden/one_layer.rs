#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
struct Line {
    /// `Dense<1, 1>`
    dense_1: Dense<1, 1>,
}
const _: () = {
    use ::cornu::{self as __cornu, pass as __pass};
    type __Layer1 = Dense<1, 1>;
    const __OUT_0: __cornu::Dims = <__Layer1 as __pass::FirstIn<__Setup1>>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Dense<1, 1>");
    type __Out0 = __cornu::shaped!(__OUT_0);
    const __IS_LAYER_1: usize = __pass::is_layer::<__Layer1>();
    type __Setup1 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_1 }>, __Layer1>;
    const __IN_1: __cornu::Dims = __pass::enter::<__Out0, __Layer1, __Setup1>();
    type __In1 = __cornu::shaped!(__IN_1);
    const __FIT_1: __cornu::Fit = __pass::fit_alone::<__In1, __Layer1, __Setup1>();
    const __GIVEN_1: __pass::Given = __pass::Given::input("the input");
    const _: () = __pass::check_layer(__FIT_1, "Dense<1, 1>", __GIVEN_1);
    const _: () = __pass::check_size(__FIT_1, "Dense<1, 1>", __GIVEN_1);
    const __STEP_1: __pass::StepOf<__In1, __Layer1, __Setup1> = __pass::Step::DEFAULT;
    const __OUT_1: __cornu::Dims = __pass::output::<__In1, __Layer1, __Setup1>();
    type __Out1 = __cornu::shaped!(__OUT_1);
    const __INPUTS: &[__cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[1];
    const __LAYERS: &[__cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<1, 1>", &[0], 0, 0),
    ];
    const __TABLES: &[__cornu::LayerParameters] = &[
        __STEP_1.table("dense_1", ::core::mem::offset_of!(Line, dense_1)),
    ];
    const __PARAMETERS: [__cornu::Parameter; __cornu::count_parameters(__TABLES)] = __cornu::join_parameters(
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
    const __INPUT_LENGTH: usize = <<__Out0 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out1 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __STEP_IN: __cornu::Dims = __OUT_0.step();
    const __STEP_OUT: __cornu::Dims = __OUT_1.step();
    __cornu::network! {
        Line { dense_1 : __Layer1, __In1; }
    }
    impl __cornu::Parameters for Line {
        const PARAMETERS: &'static [__cornu::Parameter] = &__PARAMETERS;
    }
    impl __cornu::Model for Line {
        type Input = <__Out0 as __cornu::Shape>::Sample;
        type Output = <__Out1 as __cornu::Shape>::Sample;
        type InputLength = __cornu::length!(__INPUT_LENGTH);
        type OutputLength = __cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, __x: &Self::Input, __y: &mut Self::Output) {
            __pass::predict(self, __x, __y);
        }
    }
    impl __cornu::Network for Line {
        type Head = <__Layer1 as __cornu::Layer<__In1, __Setup1>>::Activation;
        type Memory = [f32; __cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <__cornu::shaped!(__STEP_IN) as __cornu::Shape>::Sample;
        type StepOutput = <__cornu::shaped!(__STEP_OUT) as __cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = __cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Line";
        const INPUTS: &'static [__cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [__cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(__visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_back(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(__visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, __visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(__visitor, &mut self.dense_1);
        }
        #[inline(always)]
        fn activate(__outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer1 as __cornu::Layer<__In1, __Setup1>>::Activation,
                0,
            >(__outputs);
        }
    }
};
