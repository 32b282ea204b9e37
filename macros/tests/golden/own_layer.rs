#[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
#[repr(C)]
pub struct Scaled {
    /// `crate::layers::Scale<f32, 784>`
    pub scale_1: crate::layers::Scale<f32, 784>,
    /// `::other::layers::Scale<_>`
    pub scale_2: ::other::layers::Scale<{ <Scaled as ::cornu::LayerAt<2>>::IN.last() }>,
    /// `Dense<_, 10>`
    pub dense_1: Dense<{ <Scaled as ::cornu::LayerAt<3>>::IN.last() }, 10>,
}
const _: () = {
    use ::cornu::pass as __pass;
    const __OUT_0: ::cornu::Dims = <crate::layers::Scale<
        f32,
        784,
    > as ::cornu::First>::INPUT;
    const _: () = __pass::check_input(__OUT_0, "crate::layers::Scale<f32, 784>");
    type __Out0 = ::cornu::shaped!(__OUT_0);
    type __Layer1 = crate::layers::Scale<f32, 784>;
    const __IN_1: ::cornu::Dims = __pass::enter::<
        __Out0,
        crate::layers::Scale<f32, 784>,
    >();
    type __In1 = ::cornu::shaped!(__IN_1);
    const __FIT_1: ::cornu::Fit = __pass::fit::<__In1, __Layer1>();
    const _: () = __pass::check_layer(
        __FIT_1,
        "crate::layers::Scale<f32, 784>",
        &["the input"],
    );
    const _: () = __pass::check_size(
        __FIT_1,
        "crate::layers::Scale<f32, 784>",
        &["the input"],
    );
    const __STEP_1: __pass::StepOf<__In1, __Layer1> = __pass::Step::DEFAULT;
    const __OUT_1: ::cornu::Dims = <__Layer1 as ::cornu::ShapeRule<__In1>>::OUTPUT;
    type __Out1 = ::cornu::shaped!(__OUT_1);
    type __Layer2 = ::other::layers::Scale<{ __OUT_1.last() }>;
    const __IN_2: ::cornu::Dims = __pass::enter::<
        __Out1,
        ::other::layers::Scale<{ __OUT_1.last() }>,
    >();
    type __In2 = ::cornu::shaped!(__IN_2);
    const __FIT_2: ::cornu::Fit = __pass::fit::<__In2, __Layer2>();
    const _: () = __pass::check_layer(
        __FIT_2,
        "::other::layers::Scale<_>",
        &["crate::layers::Scale<f32, 784>"],
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "::other::layers::Scale<_>",
        &["crate::layers::Scale<f32, 784>"],
    );
    const __STEP_2: __pass::StepOf<__In2, __Layer2> = __pass::Step::DEFAULT;
    const __OUT_2: ::cornu::Dims = <__Layer2 as ::cornu::ShapeRule<__In2>>::OUTPUT;
    impl ::cornu::LayerAt<2> for Scaled {
        const IN: ::cornu::Dims = __OUT_1;
    }
    type __Out2 = ::cornu::shaped!(__OUT_2);
    type __Layer3 = Dense<{ __OUT_2.last() }, 10>;
    const __IN_3: ::cornu::Dims = __pass::enter::<
        __Out2,
        Dense<{ __OUT_2.last() }, 10>,
    >();
    type __In3 = ::cornu::shaped!(__IN_3);
    const __FIT_3: ::cornu::Fit = __pass::fit::<__In3, __Layer3>();
    const _: () = __pass::check_layer(
        __FIT_3,
        "Dense<_, 10>",
        &["::other::layers::Scale<_>"],
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<_, 10>",
        &["::other::layers::Scale<_>"],
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
    const __OUT_3: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    impl ::cornu::LayerAt<3> for Scaled {
        const IN: ::cornu::Dims = __OUT_2;
    }
    type __Out3 = ::cornu::shaped!(__OUT_3);
    const __INPUTS: &[::cornu::Dims] = &[__OUT_0];
    const __OUTPUTS: &[usize] = &[3];
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("scale_1", "crate::layers::Scale<f32, 784>", &[0], 0, 0),
        __STEP_2.info("scale_2", "::other::layers::Scale<_>", &[1], 1, 1),
        __STEP_3.info("dense_1", "Dense<_, 10>", &[2], 2, 2),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("scale_1", ::core::mem::offset_of!(Scaled, scale_1)),
        __STEP_2.table("scale_2", ::core::mem::offset_of!(Scaled, scale_2)),
        __STEP_3.table("dense_1", ::core::mem::offset_of!(Scaled, dense_1)),
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
    unsafe impl ::cornu::Block for Scaled {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Parameters for Scaled {
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
    }
    impl ::cornu::Model for Scaled {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out3 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__INPUT_LENGTH);
        type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Scaled {
        type Head = <__Layer3 as ::cornu::Layer<__In3>>::Activation;
        type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
        type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
        type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
        type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
        type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;
        const NAME: &'static str = "Scaled";
        const INPUTS: &'static [::cornu::Dims] = __INPUTS;
        const INPUT_NAMES: &'static [&'static str] = &["input"];
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const OUTPUTS: &'static [usize] = __OUTPUTS;
        const PLAN: __pass::PlanView = __PLAN;
        #[inline(always)]
        fn visit(&self, visitor: &mut impl __pass::Visit) {
            __STEP_1.show::<_, 0>(visitor, &self.scale_1);
            __STEP_2.show::<_, 1>(visitor, &self.scale_2);
            __STEP_3.show::<_, 2>(visitor, &self.dense_1);
        }
        #[inline(always)]
        fn visit_back(&self, visitor: &mut impl __pass::Visit) {
            __STEP_3.show::<_, 2>(visitor, &self.dense_1);
            __STEP_2.show::<_, 1>(visitor, &self.scale_2);
            __STEP_1.show::<_, 0>(visitor, &self.scale_1);
        }
        #[inline(always)]
        fn visit_mut(&mut self, visitor: &mut impl __pass::VisitMut) {
            __STEP_1.show_mut::<_, 0>(visitor, &mut self.scale_1);
            __STEP_2.show_mut::<_, 1>(visitor, &mut self.scale_2);
            __STEP_3.show_mut::<_, 2>(visitor, &mut self.dense_1);
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
