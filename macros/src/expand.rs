//! What a model becomes: its struct, and in a `const _` the way through its layers.

use crate::{
    arguments,
    errors::Errors,
    input::{Layer, Model},
    names::{FieldNames, as_written, last_segment_mut},
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{PathArguments, Type, Visibility, ext::IdentExt, parse_quote, spanned::Spanned};

/// Reads, checks and expands a model.
pub(crate) fn model(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    let errors = errors.finish();
    match &model {
        Some(model) if model.whole => {
            let model = whole(model);
            quote!(#errors #model)
        }
        Some(Model { visibility, name, .. }) => without_layers(visibility, name, &errors),
        None => errors.into_token_stream(),
    }
}

/// What stands for a model that could not be read.
///
/// In a module with an error of a macro the compiler keeps silent of names that it does not know, and of
/// all that hangs on them; so `Digits::new` is no second error.
fn without_layers(visibility: &Visibility, name: &Ident, errors: &Option<TokenStream>) -> TokenStream {
    let module = format_ident!("__mistakes_in_{}", name);
    quote! {
        #[allow(non_snake_case)]
        mod #module {
            #errors
            pub type #name = __ModelThatCouldNotBeRead;
        }
        #visibility use #module::#name;
    }
}

/// A layer with the names that it has in generated code.
struct Named<'a> {
    /// Counted from 1; what comes into the model is number 0.
    number: usize,
    field: Ident,
    text: String,
    layer: &'a Layer,
}

impl Named<'_> {
    /// The layer's type, with `_` replaced by `size`.
    fn type_with(&self, size: &TokenStream) -> Type {
        let mut type_ = self.layer.type_.clone();
        if let Some(PathArguments::AngleBracketed(arguments)) =
            last_segment_mut(&mut type_).map(|segment| &mut segment.arguments)
        {
            for argument in arguments.args.iter_mut().filter(|argument| arguments::is_inferred(argument)) {
                *argument = parse_quote!({ #size });
            }
        }
        type_
    }

    /// Whether one of its sizes is `_`.
    fn is_inferred(&self) -> bool {
        arguments::of(&self.layer.type_).any(arguments::is_inferred)
    }

    /// The layer's type.
    fn type_name(&self) -> Ident {
        format_ident!("__Layer{}", self.number)
    }

    /// The sizes that the layer before gives, as a constant, and as a type.
    fn given(&self) -> Ident {
        format_ident!("__OUT_{}", self.number - 1)
    }

    fn given_shape(&self) -> Ident {
        format_ident!("__Out{}", self.number - 1)
    }

    /// The same sizes, when it is known that this is a layer.
    fn taken(&self) -> Ident {
        format_ident!("__IN_{}", self.number)
    }

    fn taken_shape(&self) -> Ident {
        format_ident!("__In{}", self.number)
    }

    /// `Shape, Layer`: the arguments of each call.
    fn types(&self) -> TokenStream {
        let (shape, layer) = (self.taken_shape(), self.type_name());
        quote!(#shape, #layer)
    }

    /// Its part of each way.
    fn step(&self) -> Ident {
        format_ident!("__STEP_{}", self.number)
    }

    /// The name of what the layer gives, in a function.
    fn value(&self) -> Ident {
        local(&format!("y{}", self.number))
    }
}

/// A local name that no name of the user's can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The place of the user's token, for tokens that are not his: so nothing is suggested to be written there.
fn at(place: Span) -> Span {
    Span::call_site().located_at(place)
}

fn whole(model: &Model) -> TokenStream {
    let mut names = FieldNames::default();
    let layers: Vec<Named<'_>> = model
        .layers
        .iter()
        .enumerate()
        .map(|(place, layer)| Named {
            number: place + 1,
            field: Ident::new(&names.next(&layer.kind()), at(layer.type_.span())),
            text: as_written(layer.type_.to_token_stream()),
            layer,
        })
        .collect();
    let mut name = model.name.clone();
    name.set_span(at(name.span()));
    let struct_ = structure(model, &name, &layers);
    let shapes = shapes(model, &layers);
    let impls = impls(&name, &layers);
    let conditions = model.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #struct_
        #(#conditions)*
        const _: () = {
            use ::cornu::pass as __pass;
            #shapes
            #impls
        };
    }
}

/// The user's own type.
fn structure(
    Model { attributes, visibility, .. }: &Model,
    name: &Ident,
    layers: &[Named<'_>],
) -> TokenStream {
    let fields = layers.iter().map(|layer| {
        let (field, text) = (&layer.field, format!(" `{}`", layer.text));
        let number = Literal::usize_unsuffixed(layer.number);
        let type_ = layer.type_with(&quote!(<#name as ::cornu::LayerAt<#number>>::IN.last()));
        quote! {
            #[doc = #text]
            #visibility #field: #type_
        }
    });
    quote! {
        #(#attributes)*
        #[allow(private_interfaces, reason = "a layer's type may be less public than the model")]
        #[repr(C)]
        #visibility struct #name { #(#fields),* }
    }
}

/// What flows between the layers, and whether each fits, said at its place.
fn shapes(model: &Model, layers: &[Named<'_>]) -> TokenStream {
    let first = model.input.as_ref().or(model.layers.first().map(|layer| &layer.type_));
    let first_text = as_written(first.to_token_stream());
    let check = quote_spanned!(first.span()=> __pass::check_input(__OUT_0, #first_text));
    let mut tokens = quote! {
        const __OUT_0: ::cornu::Dims = <#first as ::cornu::First>::INPUT;
        const _: () = #check;
    };
    let mut before = if model.input.is_some() { first_text } else { String::from("the input") };
    for layer in layers {
        let (given, given_shape) = (layer.given(), layer.given_shape());
        let (taken, taken_shape) = (layer.taken(), layer.taken_shape());
        let (type_name, types, text) = (layer.type_name(), layer.types(), &layer.text);
        let type_ = layer.type_with(&quote!(#given.last()));
        let fit = format_ident!("__FIT_{}", layer.number);
        let out = format_ident!("__OUT_{}", layer.number);
        let place = layer.layer.type_.span();
        // By the rule of `_`, the first size is the one that comes in.
        let size_place = arguments::of(&layer.layer.type_).next().map_or(place, |size| size.span());
        tokens.extend(quote!(type #given_shape = ::cornu::shaped!(#given);));
        tokens.extend(quote! {
            type #type_name = #type_;
            const #taken: ::cornu::Dims = __pass::enter::<#given_shape, #type_>();
        });
        tokens.extend(quote!(type #taken_shape = ::cornu::shaped!(#taken);));
        let check_layer = quote_spanned!(place=> __pass::check_layer(#fit, #text, #before));
        let check_size = quote_spanned!(size_place=> __pass::check_size(#fit, #text, #before));
        let step = step(layer);
        tokens.extend(quote! {
            const #fit: ::cornu::Fit = __pass::fit::<#types>();
            const _: () = #check_layer;
            const _: () = #check_size;
            #step
            const #out: ::cornu::Dims = <#type_name as ::cornu::ShapeRule<#taken_shape>>::OUTPUT;
        });
        if layer.is_inferred() {
            let (name, number) = (&model.name, Literal::usize_unsuffixed(layer.number));
            tokens.extend(quote! {
                impl ::cornu::LayerAt<#number> for #name { const IN: ::cornu::Dims = #given; }
            });
        }
        before.clone_from(text);
    }
    let last = format_ident!("__Out{}", layers.len());
    let out = format_ident!("__OUT_{}", layers.len());
    tokens.extend(quote!(type #last = ::cornu::shaped!(#out);));
    tokens
}

/// The layer's part of each way, with what stands in braces behind it, as a constant.
fn step(layer: &Named<'_>) -> TokenStream {
    let (constant, types) = (layer.step(), layer.types());
    let value = if layer.layer.settings.is_empty() {
        quote!(__pass::Step::DEFAULT)
    } else {
        let step = local("step");
        let assignments = layer.layer.settings.iter().map(|setting| {
            let (name, value) = (&setting.name, &setting.value);
            let step = Ident::new("step", step.span().located_at(name.span()));
            quote_spanned!(at(name.span())=> #step.settings.#name = #value;)
        });
        quote!({
            let mut #step: __pass::StepOf<#types> = __pass::Step::DEFAULT;
            #(#assignments)*
            #step
        })
    };
    quote!(const #constant: __pass::StepOf<#types> = #value;)
}

/// The implementations: what the model is, and the way through its layers.
fn impls(name: &Ident, layers: &[Named<'_>]) -> TokenStream {
    let text = name.unraw().to_string();
    let last = layers.last().expect("a model without a layer is an error");
    let (last_type, before_last) = (last.type_name(), last.taken_shape());
    let (out, out_shape) = (format_ident!("__OUT_{}", last.number), format_ident!("__Out{}", last.number));
    let infos = layers.iter().map(|layer| {
        let (step, field, text) = (layer.step(), layer.field.to_string(), &layer.text);
        quote!(#step.info(#field, #text))
    });
    let tables = layers.iter().map(|layer| {
        let (step, field, text) = (layer.step(), &layer.field, layer.field.to_string());
        quote!(#step.table(#text, ::core::mem::offset_of!(#name, #field)))
    });
    let initialize = initialize(layers);
    let infer = infer(layers);
    let forward = forward(layers);
    let backward = backward(layers);
    // The place of what is wrong if it is private in a public model.
    let head = quote_spanned! {at(last.layer.type_.span())=>
        type Head = <#last_type as ::cornu::Layer<#before_last>>::Activation;
    };
    quote! {
        const __LAYERS: &[::cornu::LayerInfo] = &[#(#infos),*];
        const __TABLES: &[::cornu::LayerParameters] = &[#(#tables),*];
        const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] =
            ::cornu::join_parameters(__TABLES);

        // SAFETY: the fields are the layers, each of which is a block, and `length` does not compile
        // unless they fill the struct without a gap. Each way to look at a block goes through `LENGTH`.
        unsafe impl ::cornu::Block for #name {
            const LENGTH: usize = __pass::length::<Self>(__LAYERS);
        }

        impl ::cornu::Model for #name {
            type Input = <__Out0 as ::cornu::Shape>::Sample;
            type Output = <#out_shape as ::cornu::Shape>::Sample;
            type InputLength = ::cornu::length!(__OUT_0.len());
            type OutputLength = ::cornu::length!(#out.len());

            #[inline]
            fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
                __pass::predict(self, x, y);
            }
        }

        impl ::cornu::Network for #name {
            #head
            type Memory = [f32; ::cornu::inference_floats(__LAYERS, 1)];

            const NAME: &'static str = #text;
            const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
            const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;

            #initialize
            #infer
            #forward
            #backward
        }
    }
}

fn initialize(layers: &[Named<'_>]) -> TokenStream {
    let seed = local("seed");
    let calls = layers.iter().enumerate().map(|(place, layer)| {
        let (step, field) = (layer.step(), &layer.field);
        let place = Literal::usize_unsuffixed(place);
        quote!(#step.initialize(&mut self.#field, #seed, #place);)
    });
    quote! {
        fn initialize(&mut self, #seed: u64) {
            #(#calls)*
        }
    }
}

/// Each layer reads what the one before wrote, in two buffers by turns.
fn infer(layers: &[Named<'_>]) -> TokenStream {
    let [x, logits, memory, front, back, scratch, batch] =
        ["x", "logits", "memory", "front", "back", "scratch", "batch"].map(local);
    let mut before = x.clone();
    let mut calls = TokenStream::new();
    for (place, layer) in layers.iter().enumerate() {
        let (step, field, y) = (layer.step(), &layer.field, layer.value());
        if place + 1 == layers.len() {
            calls.extend(quote! {
                #step.infer_logits(&self.#field, #before, #logits, #scratch);
            });
        } else {
            let buffer = if place % 2 == 0 { &front } else { &back };
            calls.extend(quote! {
                let #y = #step.infer(&self.#field, #before, #buffer, #scratch);
            });
        }
        before = y;
    }
    // The buffers that a short model does not use are not named.
    let front = if layers.len() > 1 { front.to_token_stream() } else { quote!(front: _) };
    let back = if layers.len() > 2 { back.to_token_stream() } else { quote!(back: _) };
    quote! {
        #[inline]
        fn infer(&self, #x: &[f32], #logits: &mut [f32], #memory: &mut [f32]) {
            let #batch = #x.len() / __OUT_0.len();
            let __pass::Flow { #front, #back, #scratch } = __pass::Flow::new::<Self>(#batch, #memory);
            #calls
        }
    }
}

fn forward(layers: &[Named<'_>]) -> TokenStream {
    let [x, work, values, scratch] = ["x", "work", "values", "scratch"].map(local);
    let mut before = x.to_token_stream();
    let mut calls = TokenStream::new();
    for (place, layer) in layers.iter().enumerate() {
        let (step, field, y) = (layer.step(), &layer.field, layer.value());
        let function = if place + 1 == layers.len() { quote!(forward_logits) } else { quote!(forward) };
        calls.extend(quote! {
            let mut #y = #values.next(&#step);
            #step.#function(&self.#field, #before, &mut #y, #scratch);
        });
        before = quote!(#y.y);
    }
    quote! {
        #[inline]
        fn forward(&self, #x: &[f32], #work: &mut __pass::Workspace<'_>) {
            let (mut #values, #scratch) = #work.forward();
            #calls
        }
    }
}

/// The gradient of what flows goes back through two buffers by turns; the input's is not computed.
fn backward(layers: &[Named<'_>]) -> TokenStream {
    let [x, work, values, scratch, front, back, d] =
        ["x", "work", "values", "scratch", "front", "back", "d"].map(local);
    let mut places = TokenStream::new();
    let mut calls = TokenStream::new();
    for layer in layers {
        let (step, y) = (layer.step(), layer.value());
        places.extend(quote!(let #y = #values.next(&#step);));
    }
    for (place, layer) in layers.iter().enumerate().rev() {
        let (step, field, y) = (layer.step(), &layer.field, layer.value());
        let function = if place + 1 == layers.len() { quote!(backward_logits) } else { quote!(backward) };
        let (dy, dx) =
            if (layers.len() - 1 - place).is_multiple_of(2) { (&front, &back) } else { (&back, &front) };
        let (before, dx) = match place.checked_sub(1) {
            None => (x.to_token_stream(), quote!(::core::option::Option::None)),
            Some(before) => {
                let before = layers[before].value();
                (quote!(#before.y), quote!(::core::option::Option::Some(#dx)))
            }
        };
        calls.extend(quote! {
            #step.#function(
                &self.#field, #before, &#y, #dy, #dx, #scratch, &mut #d.#field,
            );
        });
    }
    let back = if layers.len() > 1 { back.to_token_stream() } else { quote!(_) };
    quote! {
        #[inline]
        fn backward(&self, #x: &[f32], #work: &mut __pass::Workspace<'_>, #d: &mut Self) {
            let (mut #values, #front, #back, #scratch) = #work.backward();
            #places
            #calls
        }
    }
}
