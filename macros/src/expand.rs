//! What a model becomes: its struct, and in a `const _` the constants of its layers and the way through them.

use crate::{
    arguments,
    errors::Errors,
    input::{Given, Layer, Model, Use},
    names::{FieldNames, as_written, last_segment_mut},
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{PathArguments, Visibility, ext::IdentExt, parse_quote, spanned::Spanned};

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

/// A use of a layer with the names that it has in generated code.
struct Named<'a> {
    /// Counted from 1.
    number: usize,
    /// The number of the first use of the same layer.
    owner: usize,
    /// The number of the value that comes out; inputs are counted too.
    value: usize,
    field: Ident,
    text: String,
    layer: &'a Layer,
    used: &'a Use,
}

/// Settings that change what a layer is, and the types that say how.
const SWITCHES: [(&str, &str); 3] =
    [("use_bias", "WithBias"), ("return_sequences", "WithSequences"), ("reset_after", "WithReset")];

/// The setting of every layer, which is none of its own.
const TRAINABLE: &str = "trainable";

/// Whether a setting changes what the layer is.
fn is_switch(name: &Ident) -> bool {
    SWITCHES.iter().any(|(switch, _)| name == switch)
}

impl Named<'_> {
    /// The layer's type, with `_` replaced by `size`.
    fn type_with(&self, size: &TokenStream) -> TokenStream {
        let mut type_ = self.layer.type_.clone();
        if let Some(PathArguments::AngleBracketed(arguments)) =
            last_segment_mut(&mut type_).map(|segment| &mut segment.arguments)
        {
            for argument in arguments.args.iter_mut().filter(|argument| arguments::is_inferred(argument)) {
                *argument = parse_quote!({ #size });
            }
        }
        let mut type_ = type_.to_token_stream();
        for setting in &self.layer.settings {
            if let Some((_, switch)) = SWITCHES.iter().find(|(name, _)| setting.name == name) {
                // An alias, and not `<Layer as …>`: so a layer without this setting is told of at the setting.
                let (switch, value) = (Ident::new(switch, at(setting.name.span())), &setting.value);
                type_ = quote_spanned!(at(setting.name.span())=> ::cornu::pass::#switch<#type_, { #value }>);
            }
        }
        type_
    }

    /// Whether one of its sizes is `_`.
    fn is_inferred(&self) -> bool {
        arguments::of(&self.layer.type_).any(arguments::is_inferred)
    }

    /// Whether it takes several values.
    fn is_merge(&self) -> bool {
        self.used.taken.len() > 1
    }

    /// Whether its parameters are its own.
    fn is_owner(&self) -> bool {
        self.owner == self.number
    }

    /// The layer's type.
    fn type_name(&self) -> Ident {
        Ident::new(&format!("__Layer{}", self.owner), self.mention_place())
    }

    /// Where the layer is mentioned in generated code. If a switch is none of this layer's, each mention is an
    /// error: at one place they are one.
    fn mention_place(&self) -> Span {
        let switch = self.layer.settings.iter().find(|setting| is_switch(&setting.name));
        switch.map_or_else(Span::call_site, |setting| at(setting.name.span()))
    }

    /// The shape that it takes, or the shapes.
    fn taken_shape(&self) -> TokenStream {
        let first = format_ident!("__In{}", self.number);
        if self.is_merge() {
            let others = self.used.taken[1..].iter().map(|&value| shape(value));
            quote!((#first, #(#others),*))
        } else {
            first.to_token_stream()
        }
    }

    /// `Shape, Layer`: the arguments of each call.
    fn types(&self) -> TokenStream {
        let (shape, layer) = (self.taken_shape(), self.type_name());
        quote!(#shape, #layer)
    }

    /// Its part of each way.
    fn step(&self) -> Ident {
        Ident::new(&format!("__STEP_{}", self.number), self.mention_place())
    }

    /// What gives the values that it takes, for messages.
    fn given_by(&self) -> impl Iterator<Item = &str> {
        self.used.given_by.iter().map(|given| match given {
            Given::Name(text) | Given::Layer(text) => text,
            Given::Input => "the input",
        })
    }

    /// The activation behind its sums.
    fn activation(&self) -> TokenStream {
        if self.is_merge() {
            return quote!(::cornu::Linear);
        }
        let (layer, taken) = (self.type_name(), self.taken_shape());
        quote_spanned!(at(self.layer.type_.span())=> <#layer as ::cornu::Layer<#taken>>::Activation)
    }
}

/// The sizes of a value, as a constant.
fn sizes(value: usize) -> Ident {
    format_ident!("__OUT_{}", value)
}

/// The same as a type.
fn shape(value: usize) -> Ident {
    format_ident!("__Out{}", value)
}

/// A local name that no name of the user's can meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The place of the user's token, for tokens that are not his: so nothing is suggested to be written there.
fn at(place: Span) -> Span {
    Span::call_site().located_at(place)
}

/// A number without a suffix.
fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}

/// How many inputs there are.
fn count_inputs(model: &Model) -> usize {
    model.inputs.len().max(1)
}

fn whole(model: &Model) -> TokenStream {
    let mut names = FieldNames::without(model.layers.iter().filter_map(|layer| layer.name.as_ref()));
    let mut uses: Vec<Named<'_>> = Vec::new();
    for (place, used) in model.uses.iter().enumerate() {
        let layer = &model.layers[used.layer];
        let first = uses.iter().find(|first| first.used.layer == used.layer);
        let (owner, field) = match (first, &layer.name) {
            (Some(first), _) => (first.owner, first.field.clone()),
            (None, Some(name)) => (place + 1, Ident::new(&name.to_string(), at(name.span()))),
            (None, None) => (place + 1, Ident::new(&names.next(&layer.kind()), at(layer.type_.span()))),
        };
        let text = as_written(layer.type_.to_token_stream());
        let value = count_inputs(model) + place;
        uses.push(Named { number: place + 1, owner, value, field, text, layer, used });
    }
    let mut name = model.name.clone();
    name.set_span(at(name.span()));
    let struct_ = structure(model, &name, &uses);
    let inputs = several(model, &name, "Input", &input_names(model));
    let outputs = several(model, &name, "Output", &output_names(model));
    let shapes = shapes(model, &uses);
    let impls = impls(model, &name, &uses);
    let conditions = model.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #struct_
        #inputs
        #outputs
        #(#conditions)*
        const _: () = {
            use ::cornu::pass as __pass;
            #shapes
            #impls
        };
    }
}

/// The user's own type.
fn structure(Model { attributes, visibility, .. }: &Model, name: &Ident, uses: &[Named<'_>]) -> TokenStream {
    let fields = uses.iter().filter(|used| used.is_owner() && !used.is_merge()).map(|used| {
        let (field, text) = (&used.field, format!(" `{}`", used.text));
        let number = number(used.number);
        let type_ = used.type_with(&quote!(<#name as ::cornu::LayerAt<#number>>::IN.last()));
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

/// Names and values of several inputs.
fn input_names(model: &Model) -> Vec<(Ident, usize)> {
    let named = model.inputs.iter().enumerate();
    named.filter_map(|(value, input)| Some((input.name.clone()?, value))).collect()
}

/// Names and values of several outputs.
fn output_names(model: &Model) -> Vec<(Ident, usize)> {
    model.outputs.iter().filter_map(|(value, name)| Some((name.clone()?, *value))).collect()
}

/// The struct of several inputs or outputs: one sample.
fn several(
    Model { visibility, attributes, .. }: &Model,
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
    let conditions: Vec<_> = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect();
    quote! {
        #(#conditions)*
        #[doc = #text]
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(C)]
        #visibility struct #struct_ {
            #(#[doc = #texts] #visibility #fields: <#name as ::cornu::ValueAt<#values>>::Sample),*
        }
        #(#conditions)*
        ::cornu::block! { impl [] #struct_ { #(#fields),* } }
        #(#conditions)*
        impl ::cornu::Array for #struct_ {
            const DIMS: ::cornu::Dims = ::cornu::Dims::flat(<Self as ::cornu::Block>::LENGTH);
        }
    }
}

/// What flows between the layers, and whether each fits, said at its place.
fn shapes(model: &Model, uses: &[Named<'_>]) -> TokenStream {
    let mut tokens = TokenStream::new();
    let first = model.layers.first().map(|layer| &layer.type_);
    let inputs = model.inputs.iter().map(|input| &input.type_);
    for (value, input) in inputs.chain(first.filter(|_| model.inputs.is_empty())).enumerate() {
        let (sizes, shape, text) = (sizes(value), shape(value), as_written(input.to_token_stream()));
        let check = quote_spanned!(input.span()=> __pass::check_input(#sizes, #text));
        tokens.extend(quote! {
            const #sizes: ::cornu::Dims = <#input as ::cornu::First>::INPUT;
            const _: () = #check;
            type #shape = ::cornu::shaped!(#sizes);
        });
    }
    for used in uses {
        tokens.extend(if used.is_merge() { merge(used) } else { layer(model, used) });
        let (sizes, shape) = (sizes(used.value), shape(used.value));
        tokens.extend(quote!(type #shape = ::cornu::shaped!(#sizes);));
    }
    tokens
}

/// The constants of one use of a layer.
fn layer(model: &Model, used: &Named<'_>) -> TokenStream {
    let (given, given_shape) = (sizes(used.used.taken[0]), shape(used.used.taken[0]));
    let (taken, taken_shape) = (format_ident!("__IN_{}", used.number), used.taken_shape());
    let (type_name, types, text) = (used.type_name(), used.types(), &used.text);
    let fit = format_ident!("__FIT_{}", used.number);
    let out = sizes(used.value);
    let place = used.used.place;
    // By the rule of `_`, the first size is the one that comes in.
    let size_place = arguments::of(&used.layer.type_).next().map_or(place, |size| size.span());
    let size_place = if used.is_owner() { size_place } else { place };
    let type_ = used.type_with(&quote!(#given.last()));
    let named = used.is_owner().then(|| quote!(type #type_name = #type_;));
    let type_ = if used.is_owner() { type_ } else { type_name.to_token_stream() };
    let given_by: Vec<&str> = used.given_by().collect();
    let check_layer = quote_spanned!(place=> __pass::check_layer(#fit, #text, &[#(#given_by),*]));
    let check = Ident::new(if used.is_owner() { "check_size" } else { "check_shared" }, size_place);
    let check_size = quote_spanned!(size_place=> __pass::#check(#fit, #text, &[#(#given_by),*]));
    let step = step(used);
    let inferred = (used.is_owner() && used.is_inferred()).then(|| {
        let (name, number) = (&model.name, number(used.number));
        quote!(impl ::cornu::LayerAt<#number> for #name { const IN: ::cornu::Dims = #given; })
    });
    quote! {
        #named
        const #taken: ::cornu::Dims = __pass::enter::<#given_shape, #type_>();
        type #taken_shape = ::cornu::shaped!(#taken);
        const #fit: ::cornu::Fit = __pass::fit::<#types>();
        const _: () = #check_layer;
        const _: () = #check_size;
        #step
        const #out: ::cornu::Dims = <#type_name as ::cornu::ShapeRule<#taken_shape>>::OUTPUT;
        #inferred
    }
}

/// The constants of one use of a layer that takes several values.
fn merge(used: &Named<'_>) -> TokenStream {
    let (type_, text, place) = (&used.layer.type_, &used.text, used.used.place);
    let (type_name, types, step) = (used.type_name(), used.types(), used.step());
    let (shapes, out, fit) = (used.taken_shape(), sizes(used.value), format_ident!("__FIT_{}", used.number));
    let (first, first_shape) = (format_ident!("__IN_{}", used.number), format_ident!("__In{}", used.number));
    let given = used.used.taken.iter().map(|&value| shape(value));
    let given_by: Vec<&str> = used.given_by().collect();
    let named = used.is_owner().then(|| quote!(type #type_name = #type_;));
    let type_ = if used.is_owner() { type_.to_token_stream() } else { type_name.to_token_stream() };
    let check = quote_spanned!(place=> __pass::check_layer(#fit, #text, &[#(#given_by),*]));
    quote! {
        #named
        const #first: ::cornu::Dims = __pass::enter_merge::<(#(#given),*), #type_>();
        type #first_shape = ::cornu::shaped!(#first);
        const #out: ::cornu::Dims = <#type_name as ::cornu::Merge<#shapes>>::OUTPUT;
        const #fit: ::cornu::Fit = __pass::fit_merge::<#types>();
        const _: () = #check;
        const #step: __pass::MergeStepOf<#types> = __pass::MergeStep::DEFAULT;
    }
}

/// The layer's part of each way, with what stands in braces behind it, as a constant.
fn step(used: &Named<'_>) -> TokenStream {
    let (constant, types) = (used.step(), used.types());
    let settings: Vec<_> = used.layer.settings.iter().filter(|setting| !is_switch(&setting.name)).collect();
    let default = quote_spanned!(used.mention_place()=> __pass::Step::DEFAULT);
    let value = if settings.is_empty() {
        default
    } else {
        let step = Ident::new("step", Span::mixed_site().located_at(used.mention_place()));
        let assignments = settings.iter().map(|setting| {
            let (name, value) = (&setting.name, &setting.value);
            let step = Ident::new("step", step.span().located_at(name.span()));
            let owner = if name == TRAINABLE { quote!(#step) } else { quote!(#step.settings) };
            quote_spanned!(at(name.span())=> #owner.#name = #value;)
        });
        quote_spanned!(used.mention_place()=> {
            let mut #step: __pass::StepOf<#types> = #default;
            #(#assignments)*
            #step
        })
    };
    quote!(const #constant: __pass::StepOf<#types> = #value;)
}

/// What the network says of one use of a layer.
fn info(used: &Named<'_>) -> TokenStream {
    let (step, field, text) = (used.step(), used.field.to_string(), &used.text);
    let taken = used.used.taken.iter().map(|&value| number(value));
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
    let infos = uses.iter().map(info);
    let tables = owners().map(|used| {
        let (step, field, text) = (used.step(), &used.field, used.field.to_string());
        let offset = quote_spanned!(used.mention_place()=> ::core::mem::offset_of!(#name, #field));
        quote!(#step.table(#text, #offset))
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
            impl ::cornu::Outputs for #struct_ {
                type Parts = (#(<#shapes as ::cornu::Shape>::Sample,)*);
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
        const __INPUTS: &[::cornu::Dims] = &[#(#inputs),*];
        const __OUTPUTS: &[usize] = &[#(#outputs),*];
        const __LAYERS: &[::cornu::LayerInfo] = &[#(#infos),*];
        const __TABLES: &[::cornu::LayerParameters] = &[#(#tables),*];
        const __PARAMETERS: [::cornu::Parameter; ::cornu::count_parameters(__TABLES)] =
            ::cornu::join_parameters(__TABLES);
        #[allow(long_running_const_eval, reason = "a plan for hundreds of layers takes a moment")]
        const __PLAN: __pass::PlanView =
            (const { &__pass::Plan::<#values>::new(__INPUTS, __LAYERS, __OUTPUTS) }).view();
        const __INPUT_LENGTH: usize = <#input as ::cornu::Block>::LENGTH;
        const __OUTPUT_LENGTH: usize = <#output as ::cornu::Block>::LENGTH;
        const __STEP_IN: ::cornu::Dims = __OUT_0.step();
        const __STEP_OUT: ::cornu::Dims = #last.step();
        #input_parts
        #output_parts
        #outputs_impl

        // SAFETY: the fields are the layers, each of which is a block, and `length` does not compile
        // unless they fill the struct without a gap. Each way to look at a block goes through `LENGTH`.
        unsafe impl ::cornu::Block for #name {
            const LENGTH: usize = __pass::length::<Self>(__LAYERS);
        }

        impl ::cornu::Parameters for #name {
            const PARAMETERS: &'static [::cornu::Parameter] = &__PARAMETERS;
        }

        impl ::cornu::Model for #name {
            type Input = #input;
            type Output = #output;
            type InputLength = ::cornu::length!(__INPUT_LENGTH);
            type OutputLength = ::cornu::length!(__OUTPUT_LENGTH);

            #[inline]
            fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
                __pass::predict(self, x, y);
            }
        }

        impl ::cornu::Network for #name {
            #head
            type Memory = [f32; ::cornu::memory_floats(__PLAN, __LAYERS, 1)];
            type StepInput = <::cornu::shaped!(__STEP_IN) as ::cornu::Shape>::Sample;
            type StepOutput = <::cornu::shaped!(__STEP_OUT) as ::cornu::Shape>::Sample;
            type StreamMemory = [f32; __pass::stream_floats(__PLAN, __LAYERS)];
            type Streaming = ::cornu::Is<{ __pass::streams(__INPUTS, __LAYERS, __OUTPUTS) }>;

            const NAME: &'static str = #text;
            const INPUTS: &'static [::cornu::Dims] = __INPUTS;
            const INPUT_NAMES: &'static [&'static str] = &[#(#input_texts),*];
            const LAYERS: &'static [::cornu::LayerInfo] = __LAYERS;
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
        return (quote!(<#shape as ::cornu::Shape>::Sample), TokenStream::new());
    }
    let values = parts.iter().map(|(_, value)| {
        let (shape, value) = (shape(*value), number(*value));
        quote! {
            impl ::cornu::ValueAt<#value> for #name {
                type Sample = <#shape as ::cornu::Shape>::Sample;
            }
        }
    });
    (format_ident!("{}{}", name, kind).to_token_stream(), quote!(#(#values)*))
}

/// The ways through the layers: in order, in reverse, and to change them.
fn ways(uses: &[Named<'_>], heads: &[TokenStream]) -> TokenStream {
    let [visitor, outputs] = ["visitor", "outputs"].map(local);
    let visit = |used: &Named<'_>| {
        let (step, field, place) = (used.step(), &used.field, number(used.number - 1));
        match used.is_merge() {
            true => quote!(#step.show::<_, #place>(#visitor);),
            false => {
                let field = quote_spanned!(used.mention_place()=> &self.#field);
                quote!(#step.show::<_, #place>(#visitor, #field);)
            }
        }
    };
    let forward = uses.iter().map(visit);
    let back = uses.iter().rev().map(visit);
    let change = uses.iter().filter(|used| !used.is_merge()).map(|used| {
        let (step, field, place) = (used.step(), &used.field, number(used.number - 1));
        let field = quote_spanned!(used.mention_place()=> &mut self.#field);
        quote!(#step.show_mut::<_, #place>(#visitor, #field);)
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
