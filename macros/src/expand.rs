//! What a model becomes: its struct, and in a `const _` the constants of its layers and the way through them.

use crate::{
    arguments,
    errors::Errors,
    input::Model,
    named::{Named, at, number, shape, sizes},
    names::FieldNames,
};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Attribute, Visibility, ext::IdentExt, spanned::Spanned};

/// The setting that every layer has: the engine's, not one of the layer's own.
pub(crate) const TRAINABLE: &str = "trainable";

/// Reads, checks and expands a model; `input` is `$crate`, under which generated code finds Cornu, and the model.
pub(crate) fn model(input: TokenStream) -> TokenStream {
    let mut input = input.into_iter();
    let cornu = input.next();
    expand(&cornu.map_or_else(TokenStream::new, TokenTree::into), input.collect())
}

/// Reads, checks and expands a model; generated code finds Cornu under this path.
pub(crate) fn expand(cornu: &TokenStream, input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    let errors = errors.finish();
    match &model {
        Some(model) if model.whole => {
            let model = whole(cornu, model);
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

/// How many inputs there are.
fn count_inputs(model: &Model) -> usize {
    model.inputs.len().max(1)
}

fn whole(cornu: &TokenStream, model: &Model) -> TokenStream {
    let mut names = FieldNames::without(model.layers.iter().filter_map(|layer| layer.name.as_ref()));
    let mut uses: Vec<Named<'_>> = Vec::new();
    for (place, used) in model.uses.iter().enumerate() {
        let layer = &model.layers[used.layer];
        let first = uses.iter().find(|first| first.used.layer == used.layer);
        let (owner, field) = match (first, &layer.name) {
            (Some(first), _) => (first.owner, first.field.clone()),
            (None, Some(name)) => {
                let mut name = name.clone();
                name.set_span(at(name.span()));
                (place + 1, name)
            }
            (None, None) => (place + 1, Ident::new(&names.next(&layer.kind()), at(layer.type_.span()))),
        };
        let value = count_inputs(model) + place;
        let gives_output = |&(value, _): &(usize, _)| {
            value.checked_sub(count_inputs(model)).is_some_and(|place| model.uses[place].layer == used.layer)
        };
        let is_output = model.outputs.iter().any(gives_output);
        uses.push(Named { number: place + 1, owner, value, field, layer, used, is_output });
    }
    let mut name = model.name.clone();
    name.set_span(at(name.span()));
    let struct_ = structure(cornu, model, &name, &uses);
    let inputs = several(cornu, model, &name, "Input", &input_names(model));
    let outputs = several(cornu, model, &name, "Output", &output_names(model));
    let shapes = shapes(model, &name, &uses);
    let impls = impls(model, &name, &uses);
    let conditions = conditions(model);
    quote! {
        #struct_
        #inputs
        #outputs
        #(#conditions)*
        const _: () = {
            use #cornu::{self as __cornu, pass as __pass};
            #shapes
            #impls
        };
    }
}

/// The conditions under which there is a model at all: they hold for all that is written of it.
fn conditions(model: &Model) -> Vec<&Attribute> {
    model.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// The user's own type.
fn structure(cornu: &TokenStream, model: &Model, name: &Ident, uses: &[Named<'_>]) -> TokenStream {
    let Model { attributes, visibility, .. } = model;
    let conditions = conditions(model);
    let owners: Vec<_> = uses.iter().filter(|used| used.is_owner() && !used.is_merge()).collect();
    let layers = layers_of(name);
    // It is private, so that what it names may be, too.
    let layers_of = owners.iter().any(|used| !used.is_written()).then(|| {
        quote! {
            #(#conditions)*
            #[allow(dead_code, reason = "it is there for its `LayerAt`")]
            enum #layers {}
        }
    });
    let fields = owners.iter().map(|used| {
        let (field, text) = (&used.field, format!(" `{}`", used.text()));
        let number = number(used.number);
        let type_ = if used.is_written() {
            used.layer.type_.type_.to_token_stream()
        } else {
            quote!(<#layers as #cornu::LayerAt<#number>>::Layer)
        };
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
        #layers_of
    }
}

/// What has the types of those fields whose type cannot be written as the user wrote it.
fn layers_of(name: &Ident) -> Ident {
    format_ident!("__LayersOf{}", name)
}

/// Names and values of several inputs.
fn input_names(model: &Model) -> Vec<(Ident, usize)> {
    let named = model.inputs.iter().enumerate();
    named.map(|(value, input)| (input.name.clone(), value)).collect()
}

/// Names and values of several outputs.
fn output_names(model: &Model) -> Vec<(Ident, usize)> {
    model.outputs.iter().filter_map(|(value, name)| Some((name.clone()?, *value))).collect()
}

/// The struct of several inputs or outputs: one sample.
fn several(
    cornu: &TokenStream,
    model: &Model,
    name: &Ident,
    kind: &str,
    parts: &[(Ident, usize)],
) -> TokenStream {
    if parts.len() < 2 {
        return TokenStream::new();
    }
    let struct_ = format_ident!("{}{}", name, kind);
    let text = format!(" One sample's {}s of [`{name}`].", kind.to_lowercase());
    let fields: Vec<_> = parts.iter().map(|(part, _)| part).collect();
    let values: Vec<_> = parts.iter().map(|(_, value)| number(*value)).collect();
    let texts = parts.iter().map(|(part, _)| format!(" `{part}`"));
    let (conditions, visibility) = (conditions(model), &model.visibility);
    quote! {
        #(#conditions)*
        #[doc = #text]
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(C)]
        #visibility struct #struct_ {
            #(#[doc = #texts] #visibility #fields: <#name as #cornu::ValueAt<#values>>::Sample),*
        }
        #(#conditions)*
        #cornu::block! { impl [] #struct_ { #(#fields),* } }
        #(#conditions)*
        impl #cornu::Array for #struct_ {
            const DIMS: #cornu::Dims = #cornu::Dims::flat(<Self as #cornu::Block>::LENGTH);
        }
    }
}

/// What flows between the layers, and whether each fits, said at its place.
fn shapes(model: &Model, name: &Ident, uses: &[Named<'_>]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (value, input) in model.inputs.iter().enumerate() {
        let (type_, text, sizes) = (&input.type_.type_, &input.type_.text, sizes(value));
        let (place, name) = (type_.span(), input.name.unraw().to_string());
        let given = format_ident!("__INPUT_{}", value);
        let given_shape = quote!(__cornu::shaped!(#given));
        let check = quote_spanned!(place=> __pass::check_is_input::<#given_shape, #type_>(#name, #text));
        tokens.extend(quote! {
            const #given: __cornu::Dims = <#type_ as __cornu::First>::INPUT;
            const _: () = #check;
            // What is not an input gives nothing, and what takes that is not told so again.
            const #sizes: __cornu::Dims = __pass::input_sizes::<#given_shape, #type_>();
        });
        tokens.extend(comes_in(&given, value, text, place));
    }
    if let (true, Some(first)) = (model.inputs.is_empty(), uses.first()) {
        // It says itself what comes in.
        tokens.extend(first.declare_base(&TokenStream::new()));
        let place = first.used.place;
        let (sizes, base) = (sizes(0), Ident::new(&first.base_name().to_string(), place));
        // What is not a layer has been told so by this.
        let gate = match first.settings().next() {
            Some(_) => quote!(__pass::After<{ __IS_LAYER_1 }>),
            None => first.setup().to_token_stream(),
        };
        tokens.extend(quote!(const #sizes: __cornu::Dims = <#base as __pass::FirstIn<#gate>>::INPUT;));
        tokens.extend(comes_in(&sizes, 0, first.text(), place));
    }
    for used in uses {
        tokens.extend(if used.is_merge() { merge(model, used) } else { layer(model, name, used) });
        let (sizes, shape) = (sizes(used.value), shape(used.value));
        tokens.extend(quote!(type #shape = __cornu::shaped!(#sizes);));
    }
    tokens
}

/// The shape of what comes in, which has sizes.
fn comes_in(given: &Ident, value: usize, text: &str, place: Span) -> TokenStream {
    let (sizes, shape) = (sizes(value), shape(value));
    let check = quote_spanned!(place=> __pass::check_input(#given, #text));
    quote! {
        const _: () = #check;
        type #shape = __cornu::shaped!(#sizes);
    }
}

/// The constants of one use of a layer.
fn layer(model: &Model, name: &Ident, used: &Named<'_>) -> TokenStream {
    let (came, came_shape) = (sizes(used.used.taken[0]), shape(used.used.taken[0]));
    let (taken, taken_shape) = (format_ident!("__IN_{}", used.number), used.taken_shape());
    let (type_name, setup, types, text) = (used.type_name(), used.setup(), used.types(), used.text());
    let (entered, fit) = (used.placed(), format_ident!("__FIT_{}", used.number));
    let out = sizes(used.value);
    let place = used.used.place;
    // By the rule of `_`, the first size is the one that comes in.
    let size_place = arguments::of(&used.layer.type_.type_).next().map_or(place, |size| size.span());
    let size_place = if used.is_owner() { size_place } else { place };
    let (given, given_by) = (format_ident!("__GIVEN_{}", used.number), used.given_by(count_inputs(model)));
    // In a list the first layer may be an `Input`, which gives what comes in.
    let is_first = model.inputs.is_empty() && used.number == 1;
    let base = (used.is_owner() && !is_first).then(|| used.declare_base(&quote!(#came.last())));
    let setup_of_owner = used.is_owner().then(|| used.declare_setup());
    let checks = used.is_owner().then(|| used.check_settings());
    let apart = used.fit_apart_from_settings();
    let check_layer = quote_spanned!(place=> __pass::check_layer(#apart, #text, #given));
    let check = Ident::new(
        match used.is_owner() {
            false => "check_shared",
            true if used.has_layer_inside() => "check_inside",
            true => "check_size",
        },
        size_place,
    );
    let check_size = quote_spanned!(size_place=> __pass::#check(#fit, #text, #given));
    let step = step(used);
    let at_number = (used.is_owner() && !used.is_written()).then(|| {
        let number = number(used.number);
        let layers = layers_of(name);
        quote!(impl __cornu::LayerAt<#number> for #layers { type Layer = #type_name; })
    });
    let how = Ident::new(
        match is_first {
            true if model.uses.len() == 1 => "fit_alone",
            true => "fit_first",
            false => "fit",
        },
        place,
    );
    let first = (is_first && model.uses.len() > 1).then(|| {
        let step = used.step();
        quote!(const __FIRST: usize = #step.value(1);)
    });
    quote! {
        #base
        #setup_of_owner
        const #taken: __cornu::Dims = __pass::enter::<#came_shape, #entered, #setup>();
        type #taken_shape = __cornu::shaped!(#taken);
        const #fit: __cornu::Fit = __pass::#how::<#types>();
        const #given: __pass::Given = #given_by;
        const _: () = #check_layer;
        const _: () = #check_size;
        #checks
        #step
        #first
        const #out: __cornu::Dims = __pass::output::<#types>();
        #at_number
    }
}

/// The constants of one use of a layer that takes several values.
fn merge(model: &Model, used: &Named<'_>) -> TokenStream {
    let (text, place) = (used.text(), used.used.place);
    let (setup, types, step) = (used.setup(), used.types(), used.step());
    let (out, fit) = (sizes(used.value), format_ident!("__FIT_{}", used.number));
    let (first, first_shape) = (format_ident!("__IN_{}", used.number), format_ident!("__In{}", used.number));
    let came = used.used.taken.iter().map(|&value| shape(value));
    let (given, given_by) = (format_ident!("__GIVEN_{}", used.number), used.given_by(count_inputs(model)));
    let base = used.is_owner().then(|| used.declare_base(&TokenStream::new()));
    let setup_of_owner = used.is_owner().then(|| used.declare_setup());
    let checks = used.is_owner().then(|| used.check_settings());
    let entered = used.placed();
    let apart = used.fit_apart_from_settings();
    let check = quote_spanned!(place=> __pass::check_merge(#apart, #text, #given));
    let trainable = used.trainable().map(|setting| {
        let message = format!("`{text}` has no parameters that could be trained: leave `{TRAINABLE}` out");
        syn::Error::new(setting.name.span(), message).to_compile_error()
    });
    quote! {
        #base
        #setup_of_owner
        const #first: __cornu::Dims = __pass::enter_merge::<(#(#came),*), #entered, #setup>();
        type #first_shape = __cornu::shaped!(#first);
        const #out: __cornu::Dims = __pass::output_merge::<#types>();
        const #fit: __cornu::Fit = __pass::fit_merge::<#types>();
        const #given: &[__pass::Given] = #given_by;
        const _: () = #check;
        #checks
        #trainable
        const #step: __pass::MergeStepOf<#types> = __pass::MergeStep::DEFAULT;
    }
}

/// The layer's part of each way, and whether it learns, as a constant.
fn step(used: &Named<'_>) -> TokenStream {
    let (constant, types) = (used.step(), used.types());
    let value = match used.trainable() {
        None => quote!(__pass::Step::DEFAULT),
        Some(setting) => {
            let (name, value) = (&setting.name, &setting.value);
            let local = Ident::new(TRAINABLE, at(name.span()));
            quote_spanned! {at(name.span())=> {
                let #local: bool = #value;
                __pass::Step::DEFAULT.trainable(#local)
            }}
        }
    };
    quote!(const #constant: __pass::StepOf<#types> = #value;)
}

/// What the network says of one use of a layer.
fn info(model: &Model, used: &Named<'_>) -> TokenStream {
    let (step, field, text) = (used.step(), used.field.unraw().to_string(), used.text());
    let taken = used.used.taken.iter().map(|&value| match value {
        1 if model.inputs.is_empty() => quote!(__FIRST),
        value => number(value).to_token_stream(),
    });
    let this = number(used.number - 1);
    let owner = (!used.is_merge()).then(|| {
        let owner = number(used.owner - 1);
        quote!(, #owner)
    });
    quote!(#step.info(#field, #text, &[#(#taken),*], #this #owner))
}

/// The implementations: what the model is, and the way through its layers.
fn impls(model: &Model, name: &Ident, uses: &[Named<'_>]) -> TokenStream {
    let text = name.unraw().to_string();
    let owners = || uses.iter().filter(|used| used.is_owner() && !used.is_merge());
    let fields = owners().map(|used| {
        let (field, layer, after) = (&used.field, used.type_name(), used.taken_shape());
        quote!(#field: #layer, #after;)
    });
    let infos = uses.iter().map(|used| info(model, used));
    let tables = owners().map(|used| {
        let (step, field, text) = (used.step(), &used.field, used.field.unraw().to_string());
        quote!(#step.table(#text, ::core::mem::offset_of!(#name, #field)))
    });
    let inputs: Vec<_> = (0..count_inputs(model)).map(sizes).collect();
    let outputs: Vec<_> = model.outputs.iter().map(|(value, _)| number(*value)).collect();
    let values = number(count_inputs(model) + uses.len());
    let (input, input_parts) = endpoint(name, "Input", &input_names(model), 0);
    let last = model.outputs[0].0;
    let (output, output_parts) = endpoint(name, "Output", &output_names(model), last);
    let last = sizes(last);
    let heads: Vec<_> =
        model.outputs.iter().map(|(value, _)| uses[value - count_inputs(model)].activation()).collect();
    // The place of what is wrong if it is private in a public model.
    let last_place = at(uses[model.outputs[0].0 - count_inputs(model)].layer.type_.span());
    let head = match &heads[..] {
        [head] => quote_spanned!(last_place=> type Head = #head;),
        _ => quote!(type Head = (#(#heads,)*);),
    };
    let parts = output_names(model);
    let outputs_impl = (parts.len() > 1).then(|| {
        let shapes = parts.iter().map(|(_, value)| shape(*value));
        let struct_ = format_ident!("{}Output", name);
        quote! {
            impl __cornu::Outputs for #struct_ {
                type Parts = (#(<#shapes as __cornu::Shape>::Sample,)*);
            }
        }
    });
    let named = input_names(model);
    let input_texts: Vec<String> = match &named[..] {
        [] => vec![String::from("input")],
        names => names.iter().map(|(name, _)| name.unraw().to_string()).collect(),
    };
    let ways = ways(uses, &heads);
    quote! {
        const __INPUTS: &[__cornu::Dims] = &[#(#inputs),*];
        const __OUTPUTS: &[usize] = &[#(#outputs),*];
        const __LAYERS: &[__cornu::LayerInfo] = &[#(#infos),*];
        const __TABLES: &[__cornu::LayerParameters] = &[#(#tables),*];
        const __PARAMETERS: [__cornu::Parameter; __cornu::count_parameters(__TABLES)] =
            __cornu::join_parameters(__TABLES);
        #[allow(long_running_const_eval, reason = "a plan for hundreds of layers takes a moment")]
        const __PLAN: __pass::PlanView =
            (const { &__pass::Plan::<#values>::new(__INPUTS, __LAYERS, __OUTPUTS) }).view();
        const __INPUT_LENGTH: usize = <#input as __cornu::Block>::LENGTH;
        const __OUTPUT_LENGTH: usize = <#output as __cornu::Block>::LENGTH;
        const __STEP_IN: __cornu::Dims = __OUT_0.step();
        const __STEP_OUT: __cornu::Dims = #last.step();
        #input_parts
        #output_parts
        #outputs_impl
        __cornu::network! { #name { #(#fields)* } }

        impl __cornu::Parameters for #name {
            const PARAMETERS: &'static [__cornu::Parameter] = &__PARAMETERS;
        }

        impl __cornu::Model for #name {
            type Input = #input;
            type Output = #output;
            type InputLength = __cornu::length!(__INPUT_LENGTH);
            type OutputLength = __cornu::length!(__OUTPUT_LENGTH);

            #[inline]
            fn predict_into(&self, __x: &Self::Input, __y: &mut Self::Output) {
                __pass::predict(self, __x, __y);
            }
        }

        impl __cornu::Network for #name {
            #head
            type Memory = [f32; __cornu::memory_floats(__PLAN, __LAYERS, 1)];
            type StepInput = <__cornu::shaped!(__STEP_IN) as __cornu::Shape>::Sample;
            type StepOutput = <__cornu::shaped!(__STEP_OUT) as __cornu::Shape>::Sample;
            type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
            type Streaming = __cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;

            const NAME: &'static str = #text;
            const INPUTS: &'static [__cornu::Dims] = __INPUTS;
            const INPUT_NAMES: &'static [&'static str] = &[#(#input_texts),*];
            const LAYERS: &'static [__cornu::LayerInfo] = __LAYERS;
            const OUTPUTS: &'static [usize] = __OUTPUTS;
            const PLAN: __pass::PlanView = __PLAN;

            #ways
        }
    }
}

/// The type of what comes in or goes out, and, of several parts, what the type of each is.
fn endpoint(name: &Ident, kind: &str, parts: &[(Ident, usize)], single: usize) -> (TokenStream, TokenStream) {
    if parts.len() < 2 {
        let shape = shape(single);
        return (quote!(<#shape as __cornu::Shape>::Sample), TokenStream::new());
    }
    let values = parts.iter().map(|(_, value)| {
        let (shape, value) = (shape(*value), number(*value));
        quote! {
            impl __cornu::ValueAt<#value> for #name {
                type Sample = <#shape as __cornu::Shape>::Sample;
            }
        }
    });
    (format_ident!("{}{}", name, kind).to_token_stream(), quote!(#(#values)*))
}

/// The ways through the layers: in order, in reverse, and to change them.
fn ways(uses: &[Named<'_>], heads: &[TokenStream]) -> TokenStream {
    let [visitor, outputs] = ["__visitor", "__outputs"].map(|name| format_ident!("{name}"));
    let visit = |used: &Named<'_>| {
        let (step, field, place) = (used.step(), &used.field, number(used.number - 1));
        match used.is_merge() {
            true => quote!(#step.show::<_, #place>(#visitor);),
            false => quote!(#step.show::<_, #place>(#visitor, &self.#field);),
        }
    };
    let forward = uses.iter().map(visit);
    let back = uses.iter().rev().map(visit);
    let change = uses.iter().filter(|used| !used.is_merge()).map(|used| {
        let (step, field, place) = (used.step(), &used.field, number(used.number - 1));
        quote!(#step.show_mut::<_, #place>(#visitor, &mut self.#field);)
    });
    let activate = heads.iter().enumerate().map(|(place, head)| {
        let place = number(place);
        quote!(__pass::activate::<Self, #head, #place>(#outputs);)
    });
    quote! {
        #[inline(always)]
        fn visit(&self, #visitor: &mut impl __pass::Visit) {
            #(#forward)*
        }

        #[inline(always)]
        fn visit_back(&self, #visitor: &mut impl __pass::Visit) {
            #(#back)*
        }

        #[inline(always)]
        fn visit_mut(&mut self, #visitor: &mut impl __pass::VisitMut) {
            #(#change)*
        }

        #[inline(always)]
        fn activate(#outputs: &mut [f32]) {
            #(#activate)*
        }
    }
}
