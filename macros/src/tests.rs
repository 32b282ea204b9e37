//! Expansions as one reads them, and what becomes of input that is no model.

use crate::expand;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use std::{fs, path::Path};

/// Compares the expansion of a model with `tests/golden/{name}.rs`.
///
/// `UPDATE_GOLDEN=1 cargo test -p cornu-macros` writes the files anew, to be read before they are
/// committed.
fn check_golden(name: &str, model: TokenStream) {
    let file = syn::parse2(expand::expand(&quote!(::cornu), model)).expect("an expansion is items");
    let expansion = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name).with_extension("rs");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &expansion).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expansion, golden, "{name} is not as in {}; UPDATE_GOLDEN=1 writes it anew", path.display());
}

#[test]
fn one_layer() {
    check_golden("one_layer", quote!(struct Line < Dense<1, 1> >;));
}

#[test]
fn digits() {
    check_golden(
        "digits",
        quote! {
            /// Handwritten digits.
            #[derive(Clone)]
            pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
        },
    );
}

#[test]
fn image() {
    check_golden(
        "image",
        quote! {
            #[cfg(feature = "image")]
            pub(crate) struct Picture <
                Input<28, 28>,
                Flatten,
                Dense<784, { HIDDEN / 2 }, Relu> { kernel_initializer: HeNormal, bias_initializer: Constant(0.1) },
                Dense<_, 10, Softmax>,
            >;
        },
    );
}

#[test]
fn own_layer() {
    check_golden(
        "own_layer",
        quote!(pub struct Scaled < crate::layers::Scale<f32, 784>, ::other::layers::Scale<_>, Dense<_, 10> >;),
    );
}

#[test]
fn five_layers() {
    check_golden(
        "five_layers",
        quote! {
            struct Deep <
                Dense<4, 8, Relu>, Dense<8, 16, Relu>, Dense<16, 8, Relu>, Dense<8, 4, Relu>, Dense<4, 1, Sigmoid>
            >;
        },
    );
}

#[test]
fn mistakes() {
    check_golden(
        "mistakes",
        quote!(pub struct Digits < Dense<_, 512, Relu>, Dense(512, 10), Dense<512, 10, "softmax"> { l2 } >),
    );
}

#[test]
fn graph() {
    check_golden("graph", twins());
}

/// A residual graph with two inputs, two outputs, a shared layer, settings and frozen layers.
fn twins() -> TokenStream {
    quote! {
        /// Two readings.
        #[derive(Clone)]
        pub struct Twins {
            let left = Input<4>;
            let right = Input<4>;
            let encoder = Dense<_, 8, Tanh> { l2: 1e-3, use_bias: false };
            let a = encoder(left);
            let b = encoder(right);
            let sum = Add(a, Dense<8, 8, Relu> { trainable: false }(b));
            let kind = Dense<8, 3, Softmax>(sum);
            let same = Dense<_, 1, Sigmoid>(Concatenate(a, b));
            (kind, same)
        }
    }
}

#[test]
fn mistakes_in_a_graph() {
    check_golden(
        "mistakes_in_a_graph",
        quote! {
            pub struct Twins {
                let left = Input(4);
                let mut right = Input<4>;
                encoder = Dense<4, 8, "tanh">;
                let a = encoder(left, right);
                let b right;
                let c = left(a);
                let d = Add([a, b]);
                let alone = Dense<4, 8>(a);
                (c + d, Dense<8, 1>(a));
            }
        },
    );
}

#[test]
fn what_is_unknown_made_later_or_unused_is_told() {
    for (model, mistakes) in [
        (quote!(let x = Input<4>; let far = Dense<4, 8>(x); Dense<8, 1>(near)), vec!["`near` is not known"]),
        (quote!(let x = Input<4>; let far = Dense<4, 8>(x); Dense<8, 1>(fat)), vec!["write `far`?"]),
        (quote!(let x = Input<4>; let a = Add(x, b); let b = Relu(a); b), vec!["`b` is made further down"]),
        (
            quote!(let x = Input<4>; let a = Relu(x); let e = Dense<4, 4>; Relu(x)),
            vec!["`a` is made", "`e` is never"],
        ),
        (quote!(let x = Input<4>; let a = Relu(x); let y = Relu(x);), vec!["write `y` in", "`a` is made"]),
        (quote!(let x = Input<4>; let a = Relu(x); Relu(4)), vec!["sizes stand in angle", "`a` is made"]),
    ] {
        let expansion = expand::expand(&quote!(::cornu), quote!(struct Net { #model })).to_string();
        assert_eq!(expansion.matches("compile_error").count(), mistakes.len(), "{model}: {expansion}");
        for mistake in mistakes {
            assert!(expansion.contains(mistake), "{model}: {expansion}");
        }
    }
}

/// Models to break.
fn models() -> [TokenStream; 6] {
    [
        quote!(pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;),
        quote!(struct Line < Dense<1, 1> >;),
        quote! {
            /// Documented.
            #[derive(Clone)]
            pub(crate) struct Picture <
                Input<28, 28>, Flatten, Dense<784, { HIDDEN / 2 }, Relu> { kernel_initializer: Constant(-0.1), bias_initializer: Zeros },
                Dense<_, 10, Softmax>,
            >;
        },
        quote!(struct Own<crate::layers::Scale<f32, 784>, <T as Trait>::Layer<_>, Dense<_, 10>>;),
        twins(),
        quote!(struct Line { let x = Tokens<4, 9>; crate::layers::Head<1>(Flatten(Embedding<9, 2>(x))) }),
    ]
}

/// Expands, which must not panic, and must give items: the model, its name or nothing, and an error
/// unless the model is whole.
fn check_expansion(input: &TokenStream) {
    let expansion = expand::expand(&quote!(::cornu), input.clone());
    let text = expansion.to_string();
    if let Err(error) = syn::parse2::<syn::File>(expansion) {
        panic!("{error}\nof {input}\nwhich became {text}");
    }
    assert!(
        text.contains("compile_error") || text.contains("__cornu :: Network for"),
        "nothing came of {input}"
    );
}

/// xorshift64: a seed and its failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    /// A token as it stands in models, or one that has no place there.
    fn token(&mut self, depth: usize) -> TokenTree {
        const NAMES: [&str; 26] = [
            "pub", "struct", "enum", "Digits", "Dense", "Input", "Flatten", "Relu", "_", "const", "crate",
            "as", "dyn", "fn", "r#type", "Self", "init", "where", "let", "let", "x", "x", "h", "mut",
            "return", "Add",
        ];
        const SIGNS: [char; 16] =
            ['<', '<', '<', '>', '>', '>', ',', ',', ';', ':', '#', '&', '+', '=', '\'', '!'];
        const DELIMITERS: [Delimiter; 4] =
            [Delimiter::Brace, Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::None];
        match self.below(if depth < 3 { 20 } else { 17 }) {
            0..7 => {
                let name = NAMES[self.below(NAMES.len())];
                match name.strip_prefix("r#") {
                    Some(raw) => Ident::new_raw(raw, Span::call_site()).into(),
                    None => Ident::new(name, Span::call_site()).into(),
                }
            }
            7..13 => {
                let spacing = if self.below(3) == 0 { Spacing::Joint } else { Spacing::Alone };
                Punct::new(SIGNS[self.below(SIGNS.len())], spacing).into()
            }
            13..15 => Literal::usize_unsuffixed(self.below(1000)).into(),
            15 => Literal::string("relu").into(),
            16 => Literal::f32_unsuffixed(0.5).into(),
            _ => {
                let delimiter = DELIMITERS[self.below(DELIMITERS.len())];
                Group::new(delimiter, self.tokens(depth + 1)).into()
            }
        }
    }

    fn tokens(&mut self, depth: usize) -> TokenStream {
        (0..self.below(12)).map(|_| self.token(depth)).collect()
    }
}

#[test]
fn random_tokens_are_errors_and_no_panics() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    for _ in 0..3_000 {
        check_expansion(&numbers.tokens(0));
        // The same as a list of layers, which is read further.
        let tokens = numbers.tokens(0);
        check_expansion(&quote!(struct Digits < #tokens));
        check_expansion(&quote!(pub struct Digits < Dense<784, 512, #tokens>, Dense<_, 10> { #tokens } >;));
    }
}

#[test]
fn random_tokens_in_a_graph_are_errors_and_no_panics() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..1_000 {
        let [tokens, more] = [numbers.tokens(0), numbers.tokens(0)];
        check_expansion(&quote!(struct Digits { #tokens }));
        check_expansion(&quote!(struct Digits { let x = Input<4>; let h = #tokens; #more }));
        check_expansion(
            &quote!(struct Digits { let x = Input<4>; let h = Dense<4, 8>(#tokens); Add(h, #more) }),
        );
        check_expansion(
            &quote!(struct Digits { let x = Input<4>; let h = Dense<4, #more>(x); (h, #tokens) }),
        );
        check_expansion(&quote!(struct Digits { let x = Input<4> #tokens let h = Relu(x); h #more }));
    }
}

/// All that comes of a change at one place, at any depth.
fn at_every_place(
    tokens: TokenStream,
    change: &mut dyn FnMut(&[TokenTree], usize) -> Vec<TokenTree>,
) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut all = Vec::new();
    for place in 0..tokens.len() {
        all.push(change(&tokens, place).into_iter().collect());
        if let TokenTree::Group(group) = &tokens[place] {
            for inner in at_every_place(group.stream(), change) {
                let mut tokens = tokens.clone();
                tokens[place] = Group::new(group.delimiter(), inner).into();
                all.push(tokens.into_iter().collect());
            }
        }
    }
    all
}

#[test]
fn a_token_too_few_too_many_or_wrong_is_an_error_or_a_model() {
    let mut numbers = Numbers(7);
    for model in models() {
        check_expansion(&model);
        let mut broken = at_every_place(model.clone(), &mut |tokens, place| {
            [&tokens[..place], &tokens[place + 1..]].concat()
        });
        broken.extend(at_every_place(model.clone(), &mut |tokens, place| {
            [&tokens[..=place], &tokens[place..]].concat()
        }));
        broken.extend(at_every_place(model.clone(), &mut |tokens, place| tokens[..place].to_vec()));
        // A long model is broken at more places, each of which takes longer: fewer rounds do.
        for _ in 0..(400 / broken.len()).clamp(1, 12) {
            broken.extend(at_every_place(model.clone(), &mut |tokens, place| {
                let mut tokens = tokens.to_vec();
                let other = numbers.below(tokens.len());
                match numbers.below(3) {
                    0 => tokens.swap(place, other),
                    1 => tokens[place] = numbers.token(0),
                    _ => tokens.insert(place, numbers.token(0)),
                }
                tokens
            }));
        }
        broken.iter().for_each(check_expansion);
    }
}
