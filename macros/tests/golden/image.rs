#[cfg(feature = "image")]
#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub(crate) struct Picture {
    /// `Input<28, 28>`
    pub(crate) input_1: Input<28, 28>,
    /// `Flatten`
    pub(crate) flatten_1: Flatten,
    /// `Dense<784, { HIDDEN / 2 }, Relu>`
    pub(crate) dense_1: <__LayersOfPicture as ::cornu::LayerAt<3>>::Layer,
    /// `Dense<_, 10, Softmax>`
    pub(crate) dense_2: <__LayersOfPicture as ::cornu::LayerAt<4>>::Layer,
}
#[cfg(feature = "image")]
#[allow(dead_code, reason = "it is there for its `LayerAt`")]
enum __LayersOfPicture {}
#[cfg(feature = "image")]
const _: () = {
    use ::cornu::{self as __cornu, pass as __pass};
    type __Layer1 = Input<28, 28>;
    const __OUT_0: __cornu::Dims = <__Layer1 as __pass::FirstIn<__Setup1>>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "Input<28, 28>");
    type __Out0 = __cornu::shaped!(__OUT_0);
    const __IS_LAYER_1: usize = __pass::is_layer::<__Layer1>();
    type __Setup1 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_1 }>, __Layer1>;
    const __IN_1: __cornu::Dims = __pass::enter::<__Out0, __Layer1, __Setup1>();
    type __In1 = __cornu::shaped!(__IN_1);
    const __FIT_1: __cornu::Fit = __pass::fit_first::<__In1, __Layer1, __Setup1>();
    const __GIVEN_1: __pass::Given = __pass::Given::input("the input");
    const _: () = __pass::check_layer(__FIT_1, "Input<28, 28>", __GIVEN_1);
    const _: () = __pass::check_size(__FIT_1, "Input<28, 28>", __GIVEN_1);
    const __STEP_1: __pass::StepOf<__In1, __Layer1, __Setup1> = __pass::Step::DEFAULT;
    const __FIRST: usize = __STEP_1.value(1);
    const __OUT_1: __cornu::Dims = __pass::output::<__In1, __Layer1, __Setup1>();
    type __Out1 = __cornu::shaped!(__OUT_1);
    type __Layer2 = Flatten;
    const __IS_LAYER_2: usize = __pass::is_layer::<__Layer2>();
    type __Setup2 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_2 }>, __Layer2>;
    const __IN_2: __cornu::Dims = __pass::enter::<__Out1, __Layer2, __Setup2>();
    type __In2 = __cornu::shaped!(__IN_2);
    const __FIT_2: __cornu::Fit = __pass::fit::<__In2, __Layer2, __Setup2>();
    const __GIVEN_2: __pass::Given = __STEP_1.gives("Input<28, 28>");
    const _: () = __pass::check_layer(__FIT_2, "Flatten", __GIVEN_2);
    const _: () = __pass::check_size(__FIT_2, "Flatten", __GIVEN_2);
    const __STEP_2: __pass::StepOf<__In2, __Layer2, __Setup2> = __pass::Step::DEFAULT;
    const __OUT_2: __cornu::Dims = __pass::output::<__In2, __Layer2, __Setup2>();
    type __Out2 = __cornu::shaped!(__OUT_2);
    type __Base3 = Dense<784, { HIDDEN / 2 }, Relu>;
    const __IS_LAYER_3: usize = __pass::is_layer::<__Base3>();
    #[allow(missing_debug_implementations, reason = "it has no values")]
    struct __Setup3;
    impl __cornu::Setup for __Setup3 {
        type Settings = <__Base3 as __pass::ConfigurableIn<
            __pass::After<{ __IS_LAYER_3 }>,
        >>::Settings;
        const SETTINGS: Self::Settings = {
            let mut __settings = <Self::Settings as __cornu::Settings>::DEFAULT;
            __settings.kernel_initializer = HeNormal;
            __settings.bias_initializer = Constant(0.1);
            __settings
        };
    }
    const __SET_3: [usize; 2] = __pass::variant::<
        __pass::After<{ __IS_LAYER_3 }>,
        __Base3,
        __Setup3,
    >();
    type __Layer3 = __pass::VariantOf<__Base3, { __SET_3[0] }, { __SET_3[1] }>;
    const __IN_3: __cornu::Dims = __pass::enter::<__Out2, __Layer3, __Setup3>();
    type __In3 = __cornu::shaped!(__IN_3);
    const __FIT_3: __cornu::Fit = __pass::fit::<__In3, __Layer3, __Setup3>();
    const __GIVEN_3: __pass::Given = __STEP_2.gives("Flatten");
    const _: () = __pass::check_layer(
        __pass::apart_from(__FIT_3, &["kernel_initializer", "bias_initializer"]),
        "Dense<784, { HIDDEN / 2 }, Relu>",
        __GIVEN_3,
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<784, { HIDDEN / 2 }, Relu>",
        __GIVEN_3,
    );
    const _: () = __pass::check_setting(
        __FIT_3,
        "kernel_initializer",
        "Dense<784, { HIDDEN / 2 }, Relu>",
    );
    const _: () = __pass::check_setting(
        __FIT_3,
        "bias_initializer",
        "Dense<784, { HIDDEN / 2 }, Relu>",
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3, __Setup3> = __pass::Step::DEFAULT;
    const __OUT_3: __cornu::Dims = __pass::output::<__In3, __Layer3, __Setup3>();
    impl __cornu::LayerAt<3> for __LayersOfPicture {
        type Layer = __Layer3;
    }
    type __Out3 = __cornu::shaped!(__OUT_3);
    type __Layer4 = Dense<{ __OUT_3.last() }, 10, Softmax>;
    const __IS_LAYER_4: usize = __pass::is_layer::<__Layer4>();
    type __Setup4 = __pass::DefaultsIn<__pass::After<{ __IS_LAYER_4 }>, __Layer4>;
    const __IN_4: __cornu::Dims = __pass::enter::<__Out3, __Layer4, __Setup4>();
    type __In4 = __cornu::shaped!(__IN_4);
    const __FIT_4: __cornu::Fit = __pass::fit::<__In4, __Layer4, __Setup4>();
    const __GIVEN_4: __pass::Given = __STEP_3.gives("Dense<784, { HIDDEN / 2 }, Relu>");
    const _: () = __pass::check_layer(__FIT_4, "Dense<_, 10, Softmax>", __GIVEN_4);
    const _: () = __pass::check_size(__FIT_4, "Dense<_, 10, Softmax>", __GIVEN_4);
    const __STEP_4: __pass::StepOf<__In4, __Layer4, __Setup4> = __pass::Step::DEFAULT;
    const __OUT_4: __cornu::Dims = __pass::output::<__In4, __Layer4, __Setup4>();
    impl __cornu::LayerAt<4> for __LayersOfPicture {
        type Layer = __Layer4;
    }
    type __Out4 = __cornu::shaped!(__OUT_4);
    const __INPUTS: &[__cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[4];
    const __LAYERS: &[__cornu::LayerInfo] = &[
        __STEP_1.info("input_1", "Input<28, 28>", &[0], 0, 0),
        __STEP_2.info("flatten_1", "Flatten", &[__FIRST], 1, 1),
        __STEP_3.info("dense_1", "Dense<784, { HIDDEN / 2 }, Relu>", &[2], 2, 2),
        __STEP_4.info("dense_2", "Dense<_, 10, Softmax>", &[3], 3, 3),
    ];
    const __TABLES: &[__cornu::LayerParameters] = &[
        __STEP_1.table("input_1", ::core::mem::offset_of!(Picture, input_1)),
        __STEP_2.table("flatten_1", ::core::mem::offset_of!(Picture, flatten_1)),
        __STEP_3.table("dense_1", ::core::mem::offset_of!(Picture, dense_1)),
        __STEP_4.table("dense_2", ::core::mem::offset_of!(Picture, dense_2)),
    ];
    const __PARAMETERS: [__cornu::Parameter; __cornu::count_parameters(__TABLES)] = __cornu::join_parameters(
        __TABLES,
    );
    #[allow(
        long_running_const_eval,
        reason = "a plan for hundreds of layers takes a moment"
    )]
    const __PLAN: __pass::PlanView = (const {
        &__pass::Plan::<5>::new(__INPUTS, __LAYERS, __OUTPUTS)
    })
        .view();
    const __INPUT_LENGTH: usize = <<__Out0 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __OUTPUT_LENGTH: usize = <<__Out4 as __cornu::Shape>::Sample as __cornu::Block>::LENGTH;
    const __STEP_IN: __cornu::Dims = __OUT_0.step();
    const __STEP_OUT: __cornu::Dims = __OUT_4.step();
    __cornu::network! {
        Picture { input_1 : __Layer1, __In1; flatten_1 : __Layer2, __In2; dense_1 :
        __Layer3, __In3; dense_2 : __Layer4, __In4; }
    }
    impl __cornu::Parameters for Picture {
        const PARAMETERS: &'static [__cornu::Parameter] = &__PARAMETERS;
    }
    impl __cornu::Model for Picture {
        type Input = <__Out0 as __cornu::Shape>::Sample;
        type Output = <__Out4 as __cornu::Shape>::Sample;
        type InputLength = __cornu::length!(__INPUT_LENGTH);
        type OutputLength = __cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, __x: &Self::Input, __y: &mut Self::Output) {
            __pass::predict(self, __x, __y);
        }
    }
    impl __cornu::Network for Picture {
        type Head = <__Layer4 as __cornu::Layer<__In4, __Setup4>>::Activation;
        type Memory = [f32; __cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <__cornu::shaped!(__STEP_IN) as __cornu::Shape>::Sample;
        type StepOutput = <__cornu::shaped!(__STEP_OUT) as __cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = __cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Picture";
        const INPUTS: &'static [__cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [__cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(__visitor, &self.input_1);
            __STEP_2.show::<_, 1>(__visitor, &self.flatten_1);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_1);
            __STEP_4.show::<_, 3>(__visitor, &self.dense_2);
        }
        #[inline(always)]
        fn visit_back(&self, __visitor: &mut impl __pass::Visit) {
            __STEP_4.show::<_, 3>(__visitor, &self.dense_2);
            __STEP_3.show::<_, 2>(__visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(__visitor, &self.flatten_1);
            __STEP_1.show::<_, 0>(__visitor, &self.input_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, __visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(__visitor, &mut self.input_1);
            __STEP_2.show_mut::<_, 1>(__visitor, &mut self.flatten_1);
            __STEP_3.show_mut::<_, 2>(__visitor, &mut self.dense_1);
            __STEP_4.show_mut::<_, 3>(__visitor, &mut self.dense_2);
        }
        #[inline(always)]
        fn activate(__outputs: &mut [f32]) {
            __pass::activate::<
                Self,
                <__Layer4 as __cornu::Layer<__In4, __Setup4>>::Activation,
                0,
            >(__outputs);
        }
    }
};
