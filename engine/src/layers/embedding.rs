use crate::{
    Backward, Dims, Fit, Initializer, Layer, Linear, Random, Setup, Shape, ShapeRule, parameters, settings,
    sums::{Values, add_down},
    token,
};

/// A row of features for each token, which is learnt: y = embeddings\[id\].
///
/// Keras's `Embedding` (`keras/src/layers/core/embedding.py`). Token ids, `STEPS` of them, become a sequence of
/// `STEPS` × `FEATURES`. What is no id is taken as the nearest, and NaN as 0; Keras leaves that open.
/// `mask_zero` and LoRA are left out.
///
/// The gradient is as large as the table, and each step moves all rows, as Keras does without sparse gradients:
/// with a large vocabulary, a step costs what the optimizer's pass over the table does.
///
/// ```
/// use cornu_engine::{Dims, Embedding, Layer, ShapeRule, Tokens};
///
/// type Words = Tokens<3, 10_000>;
/// assert_eq!(<Embedding<10_000, 32> as ShapeRule<Words>>::OUTPUT, Dims::sequence(3, 32));
///
/// let layer = Embedding { embeddings: [[0.0, 1.0], [2.0, 3.0]] };
/// let mut y = [f32::NAN; 6];
/// Layer::<Tokens<3, 2>>::infer(&layer, &[1.0, 0.0, 1.0], &mut y, &mut []);
/// assert_eq!(y, [2.0, 3.0, 0.0, 1.0, 2.0, 3.0]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Embedding<const VOCABULARY: usize, const FEATURES: usize> {
    /// Each token's features.
    pub embeddings: [[f32; FEATURES]; VOCABULARY],
}

parameters! {
    impl [const VOCABULARY: usize, const FEATURES: usize] Embedding<VOCABULARY, FEATURES>: EmbeddingSettings { embeddings }
}

settings! {
    /// What may stand in braces behind an [`Embedding`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Tokens<3, 50>,
    ///         Embedding<50, 8> { embeddings_initializer: HeNormal, l2: 1e-4, embeddings_constraint: NonNeg },
    ///         GlobalAveragePool,
    ///         Dense<8, 1>
    ///     >;
    /// }
    /// ```
    pub struct EmbeddingSettings {}
    weights {
        embeddings: embeddings_initializer = Initializer::RandomUniform { minval: -0.05, maxval: 0.05 },
            embeddings_regularizer, embeddings_constraint, l1, l2;
    }
}

impl<In: Shape, S: Setup<Settings = EmbeddingSettings>, const VOCABULARY: usize, const FEATURES: usize>
    ShapeRule<In, S> for Embedding<VOCABULARY, FEATURES>
{
    const OUTPUT: Dims = Dims::sequence(In::DIMS.sizes[0], FEATURES);
    const FIT: Fit = if VOCABULARY == 0 || FEATURES == 0 {
        Fit::Zero
    } else if In::DIMS.vocabulary == 0 {
        Fit::Other { takes: "token ids, as `Tokens<steps, vocabulary>` gives them", gives: In::DIMS }
    } else if In::DIMS.vocabulary != VOCABULARY {
        Fit::Vocabulary { takes: VOCABULARY, gives: In::DIMS }
    } else {
        Fit::Ok
    };
    const TAKES_TOKENS: bool = true;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = EmbeddingSettings>, const VOCABULARY: usize, const FEATURES: usize>
    Layer<In, S> for Embedding<VOCABULARY, FEATURES>
{
    type Activation = Linear;
    const COST: usize = 0;
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.embeddings_initializer.write(&mut self.embeddings, random);
    }

    /// y = embeddings\[id\]
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        for (y, &x) in y.chunks_exact_mut(FEATURES).zip(x) {
            y.copy_from_slice(&self.embeddings[token::id(x, VOCABULARY)]);
        }
    }

    /// dembeddings\[id\] += dy; between ids there is nothing, so that dx = 0.
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        if let Some(d) = d {
            let mut dy = pass.dy;
            // Equal ids in a row, such as those that fill up a short text, are many: they are added up first.
            for equal in pass.x.chunk_by(|a, b| a == b) {
                let (own, others) = dy.split_at(equal.len() * FEATURES);
                let d = &mut d.embeddings[token::id(equal[0], VOCABULARY)];
                add_down(equal.len(), [d], &Values { values: own, width: FEATURES });
                dy = others;
            }
        }
        if let Some(dx) = pass.dx {
            dx.fill(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, NonNeg, Parameters, Sequence, Settings, Tokens, random, setup, testing::check_layer,
    };

    fn check<In: Shape, const VOCABULARY: usize, const FEATURES: usize>() {
        check_layer::<In, Embedding<VOCABULARY, FEATURES>>(|table, ids| {
            ids.iter().flat_map(|&id| &table[id as usize * FEATURES..][..FEATURES]).copied().collect()
        });
    }

    #[test]
    fn each_token_becomes_its_row() {
        check::<Tokens<1, 1>, 1, 1>();
        check::<Tokens<5, 3>, 3, 4>();
        // Most tokens come more than once.
        check::<Tokens<20, 4>, 4, 1>();
        check::<Tokens<3, 50>, 50, 17>();
    }

    #[test]
    fn what_is_no_id_is_the_nearest() {
        let layer = Embedding { embeddings: [[0.0], [1.0], [2.0]] };
        let mut y = [f32::NAN; 5];
        let x = [-1.0, 1.9, 3.0, 1e30, f32::NAN];
        Layer::<Tokens<5, 3>>::infer(&layer, &x, &mut y, &mut []);
        assert_eq!(y, [0.0, 1.0, 2.0, 2.0, 0.0]);
    }

    #[test]
    fn other_ids_and_numbers_do_not_fit() {
        type Table = Embedding<3, 4>;
        assert_eq!(<Table as ShapeRule<Tokens<5, 3>>>::FIT, Fit::Ok);
        assert_eq!(
            <Table as ShapeRule<Tokens<5, 4>>>::FIT,
            Fit::Vocabulary { takes: 3, gives: Dims::tokens(5, 4) }
        );
        assert!(matches!(<Table as ShapeRule<Flat<3>>>::FIT, Fit::Other { .. }));
        assert!(matches!(<Table as ShapeRule<Sequence<5, 3>>>::FIT, Fit::Other { .. }));
        assert_eq!(<Embedding<0, 4> as ShapeRule<Flat<3>>>::FIT, Fit::Zero);
    }

    #[test]
    fn settings_are_those_of_the_table() {
        setup! {
            struct Ruled: EmbeddingSettings {
                embeddings_initializer: Initializer::Constant(-2.0),
                embeddings_constraint: NonNeg,
                l2: 0.5,
            }
        }
        type Table = Embedding<3, 4>;
        type Words = Tokens<5, 3>;
        let mut table = Embedding { embeddings: [[0.0; 4]; 3] };
        Layer::<Words, Ruled>::build(&mut table, &mut random(7, 0));
        assert_eq!(table.embeddings, [[-2.0; 4]; 3]);
        assert_eq!(Layer::<Words, Ruled>::penalty(&table), 12.0 * 4.0 * 0.5);
        Layer::<Words, Ruled>::constrain(&mut table);
        assert_eq!(table.embeddings, [[0.0; 4]; 3]);
        assert_eq!(<Table as Configure<Ruled>>::CHECK, Fit::Ok);
        assert!(!Ruled::SETTINGS.rule(Table::PARAMETERS[0].path.name()).adds_nothing());

        setup! { struct Wrong: EmbeddingSettings { embeddings_initializer: Initializer::Constant(f32::NAN) } }
        let check = <Table as Configure<Wrong>>::CHECK;
        assert!(matches!(check, Fit::Setting { name: "embeddings_initializer", .. }));
    }
}
