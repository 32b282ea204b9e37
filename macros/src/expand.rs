//! What a model becomes: its struct, and in a `const _` the way through its layers.

use crate::{
    errors::Errors,
    input::{Layer, Model, is_inferred},
    names::{FieldNames, as_written},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{PathArguments, Type, parse_quote, spanned::Spanned};

/// Reads, checks and expands a model.
pub(crate) fn model(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    match (errors.finish(), model) {
        (None, Some(model)) => whole(&model),
        (Some(errors), Some(Model { attributes, visibility, name, .. })) => quote! {
            #(#attributes)* #visibility struct #name {}
            #errors
        },
        (errors, _) => errors.unwrap_or_default(),
    }
}

/// A layer with the names that it has in generated code.
struct Named<'a> {
    /// Counted from 1; the shape before the first layer is number 0.
    number: usize,
    field: Ident,
    text: String,
    layer: &'a Layer,
}

impl Named<'_> {
    fn dims(&self) -> Ident {
        format_ident!("__DIMS_{}", self.number)
    }

    fn dims_before(&self) -> Ident {
        format_ident!("__DIMS_{}", self.number - 1)
    }

    fn shape_before(&self) -> Ident {
        format_ident!("__Shape{}", self.number - 1)
    }

    /// `Shape, Layer`: the arguments of each call.
    fn types(&self) -> TokenStream {
        let (shape, layer) = (self.shape_before(), self.type_name());
        quote!(#shape, #layer)
    }

    fn type_name(&self) -> Ident {
        format_ident!("__Layer{}", self.number)
    }

    fn settings(&self) -> Ident {
        format_ident!("__SETTINGS_{}", self.number)
    }

    /// The name of what the layer gives, in a function.
    fn value(&self) -> Ident {
        local(&format!("y{}", self.number))
    }

    /// The layer's type, with `_` replaced by the size that comes in; whether there was one.
    fn concrete_type(&self) -> (Type, bool) {
        let mut type_ = self.layer.type_.clone();
        let dims = self.dims_before();
        let mut inferred = false;
        if let Type::Path(path) = &mut type_
            && let Some(PathArguments::AngleBracketed(arguments)) =
                path.path.segments.last_mut().map(|segment| &mut segment.arguments)
        {
            for argument in arguments.args.iter_mut().filter(|argument| is_inferred(argument)) {
                *argument = parse_quote!({ #dims.last() });
                inferred = true;
            }
        }
        (type_, inferred)
    }
}

/// A local name that no name of the user's can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn whole(model: &Model) -> TokenStream {
    let mut names = FieldNames::default();
    let layers: Vec<Named<'_>> = model
        .layers
        .iter()
        .enumerate()
        .map(|(place, layer)| Named {
            number: place + 1,
            field: Ident::new(&names.next(&layer.kind()), layer.type_.span()),
            text: as_written(layer.type_.to_token_stream()),
            layer,
        })
        .collect();
    let struct_ = structure(model, &layers);
    let shapes = shapes(model, &layers);
    let impls = impls(&model.name, &layers);
    quote! {
        #struct_
        const _: () = {
            #shapes
            #impls
        };
    }
}

/// The user's own type.
fn structure(Model { attributes, visibility, name, .. }: &Model, layers: &[Named<'_>]) -> TokenStream {
    let fields = layers.iter().map(|layer| {
        let (field, text) = (&layer.field, format!("`{}`", layer.text));
        let type_ = match layer.concrete_type() {
            (type_, false) => type_.to_token_stream(),
            (_, true) => {
                let number = layer.number;
                quote!(<#name as ::cornu::LayerAt<#number>>::Layer)
            }
        };
        quote! {
            #[doc = #text]
            #visibility #field: #type_
        }
    });
    quote! {
        #(#attributes)*
        #[repr(C)]
        #visibility struct #name { #(#fields),* }
    }
}

/// What flows between the layers, and whether each fits, said at its place.
fn shapes(model: &Model, layers: &[Named<'_>]) -> TokenStream {
    let first = model.input.as_ref().or(model.layers.first().map(|layer| &layer.type_));
    let mut before = model.input.as_ref().map_or(String::from("the input"), |t| as_written(t.to_token_stream()));
    let mut tokens = shape(0, first.span(), quote!(<#first as ::cornu::First>::INPUT));
    for layer in layers {
        let (span, text) = (layer.layer.type_.span(), &layer.text);
        let (shape_before, type_name) = (layer.shape_before(), layer.type_name());
        let (type_, inferred) = layer.concrete_type();
        let rule = quote_spanned!(span=> <#type_name as ::cornu::ShapeRule<#shape_before>>);
        tokens.extend(quote!(type #type_name = #type_;));
        tokens.extend(quote_spanned! {span=>
            const _: () = ::cornu::check(#rule::FIT, #text, #before);
        });
        tokens.extend(shape(layer.number, span, quote!(#rule::OUTPUT)));
        tokens.extend(settings(layer));
        if inferred {
            let (name, number) = (&model.name, layer.number);
            tokens.extend(quote! {
                impl ::cornu::LayerAt<#number> for #name { type Layer = #type_name; }
            });
        }
        before.clone_from(text);
    }
    tokens
}

/// The sizes behind a layer as a constant, and as a type.
fn shape(number: usize, span: Span, sizes: TokenStream) -> TokenStream {
    let (dims, shape) = (format_ident!("__DIMS_{number}"), format_ident!("__Shape{number}"));
    quote_spanned! {span=>
        const #dims: ::cornu::Dims = #sizes;
        type #shape = ::cornu::Shaped<
            { #dims.rank }, { #dims.sizes[0] }, { #dims.sizes[1] }, { #dims.sizes[2] },
        >;
    }
}

/// What stands in braces behind a layer, as a constant.
fn settings(layer: &Named<'_>) -> TokenStream {
    let (constant, type_name, shape) = (layer.settings(), layer.type_name(), layer.shape_before());
    let span = layer.layer.type_.span();
    let type_ = quote_spanned!(span=> <#type_name as ::cornu::Layer<#shape>>::Settings);
    if layer.layer.settings.is_empty() {
        return quote!(const #constant: #type_ = ::cornu::Settings::DEFAULT;);
    }
    let settings = local("settings");
    let assignments = layer.layer.settings.iter().map(|setting| {
        let (name, value) = (&setting.name, &setting.value);
        quote_spanned!(name.span()=> #settings.#name = #value;)
    });
    quote! {
        const #constant: #type_ = {
            let mut #settings: #type_ = ::cornu::Settings::DEFAULT;
            #(#assignments)*
            #settings
        };
    }
}

/// The implementations: what the model is, and the way through its layers.
fn impls(name: &Ident, layers: &[Named<'_>]) -> TokenStream {
    let text = name.to_string();
    let last = layers.last().expect("a model without a layer is an error");
    let last_shape = format_ident!("__Shape{}", last.number);
    let last_dims = last.dims();
    let last_type = last.type_name();
    let before_last = last.shape_before();
    let fields: Vec<_> = layers.iter().map(|layer| &layer.field).collect();
    let infos = layers.iter().map(|layer| {
        let (types, field, text) = (layer.types(), layer.field.to_string(), &layer.text);
        quote!(::cornu::LayerInfo::of::<#types>(#field, #text))
    });
    let tables = layers.iter().map(|layer| {
        let (field, field_text, type_name) = (&layer.field, layer.field.to_string(), layer.type_name());
        quote! {(
            #field_text,
            ::core::mem::offset_of!(#name, #field),
            <#type_name as ::cornu::Parameters>::PARAMETERS,
        )}
    });
    let initialize = initialize(layers);
    let infer = infer(layers);
    let forward = forward(layers);
    let backward = backward(layers);
    quote! {
        ::cornu::block! { impl [] #name { #(#fields),* } }

        const __LAYERS: &[::cornu::LayerInfo] = &[#(#infos),*];
        const __TABLES: &[::cornu::LayerParameters] = &[#(#tables),*];
        const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] =
            ::cornu::join_parameters(__TABLES);

        impl ::cornu::Model for #name {
            type Input = <__Shape0 as ::cornu::Shape>::Sample;
            type Output = <#last_shape as ::cornu::Shape>::Sample;
            type InputLength = ::cornu::length!(__DIMS_0.len());
            type OutputLength = ::cornu::length!(#last_dims.len());

            #[inline]
            fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
                ::cornu::pass::predict(self, x, y);
            }
        }

        impl ::cornu::Network for #name {
            type Head = <#last_type as ::cornu::Layer<#before_last>>::Activation;
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
        let (types, field, settings, place) = (layer.types(), &layer.field, layer.settings(), place as u64);
        quote!(::cornu::pass::initialize::<#types>(&mut self.#field, &#settings, #seed, #place);)
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
        let (types, field, settings, y) = (layer.types(), &layer.field, layer.settings(), layer.value());
        if place + 1 == layers.len() {
            calls.extend(quote! {
                ::cornu::pass::infer_logits::<#types>(&self.#field, &#settings, #before, #logits, #scratch);
            });
        } else {
            let buffer = if place % 2 == 0 { &front } else { &back };
            calls.extend(quote! {
                let #y = ::cornu::pass::infer::<#types>(&self.#field, &#settings, #before, #buffer, #scratch);
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
            let #batch = #x.len() / __DIMS_0.len();
            let ::cornu::pass::Flow { #front, #back, #scratch } = ::cornu::pass::Flow::new::<Self>(#batch, #memory);
            #calls
        }
    }
}

fn forward(layers: &[Named<'_>]) -> TokenStream {
    let [x, work, values, scratch] = ["x", "work", "values", "scratch"].map(local);
    let mut before = x.to_token_stream();
    let mut calls = TokenStream::new();
    for (place, layer) in layers.iter().enumerate() {
        let (types, field, settings, y) = (layer.types(), &layer.field, layer.settings(), layer.value());
        let function = if place + 1 == layers.len() { quote!(forward_logits) } else { quote!(forward) };
        calls.extend(quote! {
            let mut #y = #values.next::<#types>();
            ::cornu::pass::#function::<#types>(&self.#field, &#settings, #before, &mut #y, #scratch);
        });
        before = quote!(#y.y);
    }
    quote! {
        #[inline]
        fn forward(&self, #x: &[f32], #work: &mut ::cornu::pass::Workspace<'_>) {
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
        let (types, y) = (layer.types(), layer.value());
        places.extend(quote!(let #y = #values.next::<#types>();));
    }
    for (place, layer) in layers.iter().enumerate().rev() {
        let (types, field, settings, y) = (layer.types(), &layer.field, layer.settings(), layer.value());
        let function = if place + 1 == layers.len() { quote!(backward_logits) } else { quote!(backward) };
        let (dy, dx) = if (layers.len() - 1 - place) % 2 == 0 { (&front, &back) } else { (&back, &front) };
        let (before, dx) = match place.checked_sub(1) {
            None => (x.to_token_stream(), quote!(None)),
            Some(before) => {
                let before = layers[before].value();
                (quote!(#before.y), quote!(Some(#dx)))
            }
        };
        calls.extend(quote! {
            ::cornu::pass::#function::<#types>(
                &self.#field, &#settings, #before, &#y, #dy, #dx, #scratch, &mut #d.#field,
            );
        });
    }
    let back = if layers.len() > 1 { back.to_token_stream() } else { quote!(_) };
    quote! {
        #[inline]
        fn backward(&self, #x: &[f32], #work: &mut ::cornu::pass::Workspace<'_>, #d: &mut Self) {
            let (mut #values, #front, #back, #scratch) = #work.backward();
            #places
            #calls
        }
    }
}
