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
    const _: () = __pass::check_layer(__FIT_1, "Dense<4, 8, Relu>", "the input");
    const _: () = __pass::check_size(__FIT_1, "Dense<4, 8, Relu>", "the input");
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
        "Dense<4, 8, Relu>",
    );
    const _: () = __pass::check_size(__FIT_2, "Dense<8, 16, Relu>", "Dense<4, 8, Relu>");
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
        "Dense<8, 16, Relu>",
    );
    const _: () = __pass::check_size(
        __FIT_3,
        "Dense<16, 8, Relu>",
        "Dense<8, 16, Relu>",
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
        "Dense<16, 8, Relu>",
    );
    const _: () = __pass::check_size(__FIT_4, "Dense<8, 4, Relu>", "Dense<16, 8, Relu>");
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
        "Dense<8, 4, Relu>",
    );
    const _: () = __pass::check_size(
        __FIT_5,
        "Dense<4, 1, Sigmoid>",
        "Dense<8, 4, Relu>",
    );
    const __STEP_5: __pass::StepOf<__In5, __Layer5> = __pass::Step::DEFAULT;
    const __OUT_5: ::cornu::Dims = <__Layer5 as ::cornu::ShapeRule<__In5>>::OUTPUT;
    type __Out5 = ::cornu::shaped!(__OUT_5);
    const __LAYERS: &[::cornu::LayerInfo] = &[
        __STEP_1.info("dense_1", "Dense<4, 8, Relu>"),
        __STEP_2.info("dense_2", "Dense<8, 16, Relu>"),
        __STEP_3.info("dense_3", "Dense<16, 8, Relu>"),
        __STEP_4.info("dense_4", "Dense<8, 4, Relu>"),
        __STEP_5.info("dense_5", "Dense<4, 1, Sigmoid>"),
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
    unsafe impl ::cornu::Block for Deep {
        const LENGTH: usize = __pass::length::<Self>(__LAYERS);
    }
    impl ::cornu::Model for Deep {
        type Input = <__Out0 as ::cornu::Shape>::Sample;
        type Output = <__Out5 as ::cornu::Shape>::Sample;
        type InputLength = ::cornu::length!(__OUT_0.len());
        type OutputLength = ::cornu::length!(__OUT_5.len());
        #[inline]
        fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
            __pass::predict(self, x, y);
        }
    }
    impl ::cornu::Network for Deep {
        type Head = <__Layer5 as ::cornu::Layer<__In5>>::Activation;
        type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];
        const NAME: &'static str = "Deep";
        const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
        const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        fn initialize(&mut self, seed: u64) {
            __STEP_1.initialize(&mut self.dense_1, seed, 0);
            __STEP_2.initialize(&mut self.dense_2, seed, 1);
            __STEP_3.initialize(&mut self.dense_3, seed, 2);
            __STEP_4.initialize(&mut self.dense_4, seed, 3);
            __STEP_5.initialize(&mut self.dense_5, seed, 4);
        }
        #[inline]
        fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
            let batch = x.len() / __OUT_0.len();
            let __pass::Flow { front, back, scratch } = __pass::Flow::new::<
                Self,
            >(batch, memory);
            let y1 = __STEP_1.infer(&self.dense_1, x, front, scratch);
            let y2 = __STEP_2.infer(&self.dense_2, y1, back, scratch);
            let y3 = __STEP_3.infer(&self.dense_3, y2, front, scratch);
            let y4 = __STEP_4.infer(&self.dense_4, y3, back, scratch);
            __STEP_5.infer_logits(&self.dense_5, y4, logits, scratch);
        }
        #[inline]
        fn forward(&self, x: &[f32], work: &mut __pass::Workspace<'_>) {
            let (mut values, scratch) = work.forward();
            let mut y1 = values.next(&__STEP_1);
            __STEP_1.forward(&self.dense_1, x, &mut y1, scratch);
            let mut y2 = values.next(&__STEP_2);
            __STEP_2.forward(&self.dense_2, y1.y, &mut y2, scratch);
            let mut y3 = values.next(&__STEP_3);
            __STEP_3.forward(&self.dense_3, y2.y, &mut y3, scratch);
            let mut y4 = values.next(&__STEP_4);
            __STEP_4.forward(&self.dense_4, y3.y, &mut y4, scratch);
            let mut y5 = values.next(&__STEP_5);
            __STEP_5.forward_logits(&self.dense_5, y4.y, &mut y5, scratch);
        }
        #[inline]
        fn backward(&self, x: &[f32], work: &mut __pass::Workspace<'_>, d: &mut Self) {
            let (mut values, front, back, scratch) = work.backward();
            let y1 = values.next(&__STEP_1);
            let y2 = values.next(&__STEP_2);
            let y3 = values.next(&__STEP_3);
            let y4 = values.next(&__STEP_4);
            let y5 = values.next(&__STEP_5);
            __STEP_5
                .backward_logits(
                    &self.dense_5,
                    y4.y,
                    &y5,
                    front,
                    ::core::option::Option::Some(back),
                    scratch,
                    &mut d.dense_5,
                );
            __STEP_4
                .backward(
                    &self.dense_4,
                    y3.y,
                    &y4,
                    back,
                    ::core::option::Option::Some(front),
                    scratch,
                    &mut d.dense_4,
                );
            __STEP_3
                .backward(
                    &self.dense_3,
                    y2.y,
                    &y3,
                    front,
                    ::core::option::Option::Some(back),
                    scratch,
                    &mut d.dense_3,
                );
            __STEP_2
                .backward(
                    &self.dense_2,
                    y1.y,
                    &y2,
                    back,
                    ::core::option::Option::Some(front),
                    scratch,
                    &mut d.dense_2,
                );
            __STEP_1
                .backward(
                    &self.dense_1,
                    x,
                    &y1,
                    front,
                    ::core::option::Option::None,
                    scratch,
                    &mut d.dense_1,
                );
        }
    }
};
