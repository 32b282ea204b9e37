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
        "the input",
    );
    const _: () = __pass::check_size(
        __FIT_1,
        "crate::layers::Scale<f32, 784>",
        "the input",
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
        "crate::layers::Scale<f32, 784>",
    );
    const _: () = __pass::check_size(
        __FIT_2,
        "::other::layers::Scale<_>",
        "crate::layers::Scale<f32, 784>",
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
        "::other::layers::Scale<_>",
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<_, 10>",
        "::other::layers::Scale<_>",
    );
    const __STEP_3: __pass::StepOf<__In3, __Layer3> = __pass::Step::DEFAULT;
    const __OUT_3: ::cornu::Dims = <__Layer3 as ::cornu::ShapeRule<__In3>>::OUTPUT;
    impl ::cornu::LayerAt<3> for Scaled {
        const IN: ::cornu::Dims = __OUT_2;
    }
    type __Out3 = ::cornu::shaped!(__OUT_3);
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("scale_1", "crate::layers::Scale<f32, 784>"),
        __STEP_2.info("scale_2", "::other::layers::Scale<_>"),
        __STEP_3.info("dense_1", "Dense<_, 10>"),
    ];
    const __TABLES: &[::cornu::LayerParameters] = &[
        __STEP_1.table("scale_1", ::core::mem::offset_of!(Scaled, scale_1)),
        __STEP_2.table("scale_2", ::core::mem::offset_of!(Scaled, scale_2)),
        __STEP_3.table("dense_1", ::core::mem::offset_of!(Scaled, dense_1)),
    ];
    const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] = ::cornu::join_parameters(
        __TABLES,
    );
    unsafe impl ::cornu::Block for Scaled {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Model for Scaled {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out3 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__OUT_0.len());
        type OutputLength = ::cornu::length!(__OUT_3.len());
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Scaled {
        type Head = <__Layer3 as ::cornu::Layer<__In3>>::Activation;
        type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];
        const NAME: &'static str = "Scaled";
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        fn initialize(&mut self, seed: u64) {
            __STEP_1.initialize(&mut self.scale_1, seed, 0);
            __STEP_2.initialize(&mut self.scale_2, seed, 1);
            __STEP_3.initialize(&mut self.dense_1, seed, 2);
        }
        #[inline]
        fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
            let batch = x.len() / __OUT_0.len();
            let __pass::Flow { front, back, scratch } = __pass::Flow::new::<
                Self,
            >(batch, memory);
            let y1 = __STEP_1.infer(&self.scale_1, x, front, scratch);
            let y2 = __STEP_2.infer(&self.scale_2, y1, back, scratch);
            __STEP_3.infer_logits(&self.dense_1, y2, logits, scratch);
        }
        #[inline]
        fn forward(&self, x: &[f32], work: &mut __pass::Workspace<'_>) {
            let (mut values, scratch) = work.forward();
            let mut y1 = values.next(&__STEP_1);
            __STEP_1.forward(&self.scale_1, x, &mut y1, scratch);
            let mut y2 = values.next(&__STEP_2);
            __STEP_2.forward(&self.scale_2, y1.y, &mut y2, scratch);
            let mut y3 = values.next(&__STEP_3);
            __STEP_3.forward_logits(&self.dense_1, y2.y, &mut y3, scratch);
        }
        #[inline]
        fn backward(&self, x: &[f32], work: &mut __pass::Workspace<'_>, d: &mut Self) {
            let (mut values, front, back, scratch) = work.backward();
            let y1 = values.next(&__STEP_1);
            let y2 = values.next(&__STEP_2);
            let y3 = values.next(&__STEP_3);
            __STEP_3
                .backward_logits(
                    &self.dense_1,
                    y2.y,
                    &y3,
                    front,
                    ::core::option::Option::Some(back),
                    scratch,
                    &mut d.dense_1,
                );
            __STEP_2
                .backward(
                    &self.scale_2,
                    y1.y,
                    &y2,
                    back,
                    ::core::option::Option::Some(front),
                    scratch,
                    &mut d.scale_2,
                );
            __STEP_1
                .backward(
                    &self.scale_1,
                    x,
                    &y1,
                    front,
                    ::core::option::Option::None,
                    scratch,
                    &mut d.scale_1,
                );
        }
    }
};
