//! One use of a layer, with the names that it has in generated code.

use crate::{
    arguments,
    expand::TRAINABLE,
    input::{Given, Layer, Setting, Use},
    layer_type::{Inner, LayerType},
    names::{last_segment, last_segment_mut},
};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, GenericArgument, PathArguments, Type, parse_quote, spanned::Spanned};

/// A use of a layer with the names that it has in generated code.
pub(crate) struct Named<'a> {
    /// Counted from 1.
    pub(crate) number: usize,
    /// The number of the first use of the same layer.
    pub(crate) owner: usize,
    /// The number of the value that comes out; inputs are counted too.
    pub(crate) value: usize,
    pub(crate) field: Ident,
    pub(crate) layer: &'a Layer,
    pub(crate) used: &'a Use,
    /// Whether a use of the same layer gives an output of the model.
    pub(crate) is_output: bool,
}

impl Named<'_> {
    /// The layer as it is written.
    pub(crate) fn text(&self) -> &str {
        &self.layer.type_.text
    }

    /// Whether one of its sizes is `_`.
    pub(crate) fn is_inferred(&self) -> bool {
        arguments::of(&self.layer.type_.type_).any(arguments::is_inferred)
    }

    /// Whether its type is what the user wrote, and nothing hangs on its settings.
    pub(crate) fn is_plain(&self) -> bool {
        self.layer.type_.is_plain() && self.settings().next().is_none()
    }

    /// Whether its type is what the user wrote, to the letter.
    pub(crate) fn is_written(&self) -> bool {
        self.is_plain() && !self.is_inferred()
    }

    /// Whether the first of its arguments is a layer, whose sizes are its own.
    pub(crate) fn has_layer_inside(&self) -> bool {
        let first = arguments::of(&self.layer.type_.type_).next();
        let has_arguments =
            |type_: &Type| last_segment(type_).is_some_and(|segment| !segment.arguments.is_none());
        self.layer.type_.inner.iter().any(|(place, _)| *place == 0)
            || matches!(first, Some(GenericArgument::Type(type_)) if has_arguments(type_))
    }

    /// Whether it takes several values.
    pub(crate) fn is_merge(&self) -> bool {
        self.used.taken.len() > 1
    }

    /// Whether its parameters are its own.
    pub(crate) fn is_owner(&self) -> bool {
        self.owner == self.number
    }

    /// The settings that are the layer's own.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.layer.settings.iter().filter(|setting| setting.name != TRAINABLE)
    }

    /// The setting that every layer has.
    pub(crate) fn trainable(&self) -> Option<&Setting> {
        self.layer.settings.iter().find(|setting| setting.name == TRAINABLE)
    }

    /// The layer's type.
    pub(crate) fn type_name(&self) -> Ident {
        format_ident!("__Layer{}", self.owner)
    }

    /// The type of its settings.
    pub(crate) fn setup(&self) -> Ident {
        format_ident!("__Setup{}", self.owner)
    }

    /// The shape that it takes, or the shapes.
    pub(crate) fn taken_shape(&self) -> TokenStream {
        let first = format_ident!("__In{}", self.number);
        if self.is_merge() {
            let others = self.used.taken[1..].iter().map(|&value| shape(value));
            quote!((#first, #(#others),*))
        } else {
            first.to_token_stream()
        }
    }

    /// `Shape, Layer, Setup`: the arguments of each call.
    pub(crate) fn types(&self) -> TokenStream {
        let (shape, layer, setup) = (self.taken_shape(), self.type_name(), self.setup());
        quote!(#shape, #layer, #setup)
    }

    /// Its part of each way.
    pub(crate) fn step(&self) -> Ident {
        step(self.number)
    }

    /// What gives the values that it takes, for messages.
    pub(crate) fn given_by(&self, inputs: usize) -> TokenStream {
        let given = self.used.given_by.iter().zip(&self.used.taken).map(|(given, &value)| {
            let step = |value: usize| step(value + 1 - inputs);
            match given {
                Given::Input(text) => quote!(__pass::Given::input(#text)),
                Given::Layer(text) => {
                    let step = step(value);
                    quote!(#step.gives(#text))
                }
                Given::Name(text) => {
                    let step = step(value);
                    quote!(#step.gives_as(#text))
                }
            }
        });
        match self.is_merge() {
            true => quote!(&[#(#given),*]),
            false => quote!(#(#given)*),
        }
    }

    /// The activation behind its sums.
    pub(crate) fn activation(&self) -> TokenStream {
        if self.is_merge() {
            return quote!(__cornu::Linear);
        }
        let (layer, taken, setup) = (self.type_name(), self.taken_shape(), self.setup());
        quote_spanned!(at(self.layer.type_.span())=> <#layer as __cornu::Layer<#taken, #setup>>::Activation)
    }

    /// The layer's type as it is written, `__Base1`, if its settings may ask for another.
    pub(crate) fn base_name(&self) -> Ident {
        match self.settings().next() {
            Some(_) => format_ident!("__Base{}", self.owner),
            None => self.type_name(),
        }
    }

    /// The layer's type as it is written. `size` is what `_` stands for.
    pub(crate) fn declare_base(&self, size: &TokenStream) -> TokenStream {
        let name = self.number.to_string();
        let inner = declare_inner(&self.layer.type_, &name, self.is_output);
        let (base, written) = (self.base_name(), written(&self.layer.type_, &name, size));
        let pair = declare_pair(&self.layer.type_, &name, size);
        quote!(#inner #pair type #base = #written;)
    }

    /// That it is a layer, `__IS_LAYER_1`, and its settings, `__Setup1`, and the layer that they ask for,
    /// `__Layer1`. Of what is not a layer, the first of these is an error at its place, and all that hangs on it is
    /// silent.
    pub(crate) fn declare_setup(&self) -> TokenStream {
        let after = format_ident!("__IS_LAYER_{}", self.number);
        let (base, layer, setup) = (self.base_name(), self.type_name(), self.setup());
        let placed = Ident::new(&base.to_string(), self.used.place);
        let entered = quote!(const #after: usize = __pass::is_layer::<#placed>(););
        let after = quote!(__pass::After<{ #after }>);
        if self.settings().next().is_none() {
            return quote!(#entered type #setup = __pass::DefaultsIn<#after, #layer>;);
        }
        let base = base.to_token_stream();
        let is_public = self.is_output;
        let setup_type = setup_type(&setup, &after, &base, self.settings(), is_public);
        let (set, variant) = variant(&self.number.to_string(), &after, &base, &setup);
        quote!(#entered #setup_type #set type #layer = #variant;)
    }

    /// Whether the layer fits, but for what is told at a setting's value.
    pub(crate) fn fit_apart_from_settings(&self) -> TokenStream {
        let fit = format_ident!("__FIT_{}", self.number);
        let mut names: Vec<_> = self.settings().map(|setting| setting.name.to_string()).collect();
        names_inside(&self.layer.type_, &mut names);
        match (names.is_empty(), self.is_owner()) {
            (true, _) => fit.to_token_stream(),
            (false, true) => quote!(__pass::apart_from(#fit, &[#(#names),*])),
            (false, false) => {
                let told = format_ident!("__FIT_{}", self.owner);
                quote!(__pass::unless_told(#fit, #told))
            }
        }
    }

    /// The layer's type, placed at the layer, so that what is wrong with it is told there.
    pub(crate) fn placed(&self) -> Ident {
        Ident::new(&self.type_name().to_string(), self.used.place)
    }

    /// The checks of the settings' values, each at its place.
    pub(crate) fn check_settings(&self) -> TokenStream {
        let (fit, text) = (format_ident!("__FIT_{}", self.number), self.text());
        let own = self.settings().map(|setting| check_setting(&quote!(#fit), setting, text));
        let inner = check_inner(&self.layer.type_, &self.number.to_string(), &fit);
        quote!(#(#own)* #inner)
    }
}

/// The check of one setting, at its value.
fn check_setting(fit: &TokenStream, setting: &Setting, layer: &str) -> TokenStream {
    let name = setting.name.to_string();
    let tokens: Vec<_> = setting.value.to_token_stream().into_iter().collect();
    let (first, last) = (setting.value.span(), tokens.last().map_or_else(Span::call_site, TokenTree::span));
    // From the value's first token to its last.
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#fit, #name, #layer));
    arguments.set_span(last);
    let check = quote_spanned!(first=> __pass::check_setting);
    quote!(const _: () = #check #arguments;)
}

/// The names of the settings that stand inside.
fn names_inside(type_: &LayerType, names: &mut Vec<String>) {
    for (_, inner) in &type_.inner {
        names.extend(inner.settings.iter().map(|setting| setting.name.to_string()));
        names_inside(&inner.type_, names);
    }
}

/// The checks of the settings of types inside.
fn check_inner(type_: &LayerType, name: &str, outer: &Ident) -> TokenStream {
    let checks = type_.inner.iter().map(|(place, inner)| {
        let name = format!("{name}_{place}");
        let (base, setup) = (format_ident!("__Base{}", name), format_ident!("__Setup{}", name));
        // What hangs on the shape that comes in, the fit of the whole layer says.
        let fit = quote!(<#base as __cornu::Configure<#setup>>::CHECK.and(#outer));
        let own = inner.settings.iter().map(|setting| check_setting(&fit, setting, &inner.type_.text));
        let deeper = check_inner(&inner.type_, &name, outer);
        quote!(#(#own)* #deeper)
    });
    quote!(#(#checks)*)
}

/// The types inside that have settings, or a pair of sizes.
fn declare_inner(type_: &LayerType, name: &str, is_public: bool) -> TokenStream {
    let types = type_.inner.iter().map(|(place, Inner { type_, settings })| {
        let name = format!("{name}_{place}");
        let mut deeper = declare_inner(type_, &name, is_public);
        deeper.extend(declare_pair(type_, &name, &TokenStream::new()));
        let inner = format_ident!("__Inner{}", name);
        let written = written(type_, &name, &TokenStream::new());
        if settings.is_empty() {
            return quote!(#deeper type #inner = #written;);
        }
        let (base, setup) = (format_ident!("__Base{}", name), format_ident!("__Setup{}", name));
        let (base_type, anything) = (base.to_token_stream(), quote!(()));
        let setup_type = setup_type(&setup, &anything, &base_type, settings.iter(), is_public);
        let (set, variant) = variant(&name, &anything, &base_type, &setup);
        quote! {
            #deeper
            type #base = #written;
            #setup_type
            #set
            type #inner = __cornu::Configured<#variant, #setup>;
        }
    });
    quote!(#(#types)*)
}

/// The type of a use's settings.
fn setup_type<'a>(
    setup: &Ident,
    after: &TokenStream,
    base: &TokenStream,
    settings: impl Iterator<Item = &'a Setting>,
    is_public: bool,
) -> TokenStream {
    // The activation of a public model's output is public, and its settings stand in its type.
    let visibility = is_public.then(|| quote!(pub));
    let local = Ident::new("__settings", Span::mixed_site());
    let assignments = settings.map(|Setting { name, value }| {
        let local = Ident::new("__settings", local.span().located_at(name.span()));
        match value {
            // It differs by direction: the second value has a field of its own.
            Expr::Tuple(pair) if pair.elems.len() == 2 => {
                let (first, second) = (&pair.elems[0], &pair.elems[1]);
                let second_name = format_ident!("{}_second", name);
                let other = Ident::new("__second", local.span());
                // Set through the first value's type, so that a second one of another type is an error that names both,
                // and does not speak of an `Option`.
                quote_spanned! {at(name.span())=>
                    #local.#name = #first;
                    let #other = &mut #local.#second_name;
                    *#other = ::core::option::Option::Some(#local.#name);
                    if let ::core::option::Option::Some(#other) = #other {
                        *#other = #second;
                    }
                }
            }
            value => quote_spanned!(at(name.span())=> #local.#name = #value;),
        }
    });
    quote! {
        #[allow(missing_debug_implementations, reason = "it has no values")]
        #visibility struct #setup;
        impl __cornu::Setup for #setup {
            type Settings = <#base as __pass::ConfigurableIn<#after>>::Settings;
            const SETTINGS: Self::Settings = {
                let mut #local = <Self::Settings as __cornu::Settings>::DEFAULT;
                #(#assignments)*
                #local
            };
        }
    }
}

/// The number and the size of the variant of a layer's type that its settings ask for, and that type. If the settings
/// could not be read, nothing that hangs on them is looked at.
fn variant(name: &str, after: &TokenStream, base: &TokenStream, setup: &Ident) -> (TokenStream, TokenStream) {
    let set = format_ident!("__SET_{}", name);
    let declared = quote!(const #set: [usize; 2] = __pass::variant::<#after, #base, #setup>(););
    (declared, quote!(__pass::VariantOf<#base, { #set[0] }, { #set[1] }>))
}

/// A layer's type in Rust, with `_` replaced by `size`, and the types inside by their names.
fn written(layer: &LayerType, name: &str, size: &TokenStream) -> TokenStream {
    let mut type_ = layer.type_.clone();
    if let Some(PathArguments::AngleBracketed(arguments)) =
        last_segment_mut(&mut type_).map(|segment| &mut segment.arguments)
    {
        for (place, argument) in arguments.args.iter_mut().enumerate() {
            if arguments::is_inferred(argument) {
                *argument = parse_quote!({ #size });
            } else if layer.inner.iter().any(|(inner, _)| *inner == place) {
                let inner = Ident::new(&format!("__Inner{name}_{place}"), at(argument.span()));
                *argument = parse_quote!(#inner);
            } else if is_open(argument) {
                *argument = parse_quote!({ __cornu::OPEN });
            }
        }
    }
    let mut type_ = type_.to_token_stream();
    if layer.is_open {
        let opened = opened(name);
        type_ = quote!(__pass::Open<__pass::After<{ #opened }>, #type_>);
    }
    if let Some((columns, _)) = &layer.columns {
        let paired = paired(name);
        type_ = quote!(__pass::Rectangular<__pass::After<{ #paired }>, #type_, { #columns }>);
    }
    type_
}

/// The checks that a layer may have a pair of sizes, and one that is left open.
fn declare_pair(layer: &LayerType, name: &str, size: &TokenStream) -> TokenStream {
    let mut checks = TokenStream::new();
    if layer.is_open {
        let plain = LayerType { columns: None, is_open: false, ..layer.clone() };
        let (opened, type_) = (opened(name), written(&plain, name, size));
        let check = quote_spanned!(layer.span()=> __pass::opened::<#type_>());
        checks.extend(quote!(const #opened: usize = #check;));
    }
    if let Some((columns, place)) = &layer.columns {
        let (text, place) = (&layer.text, number(*place));
        let (paired, type_) =
            (paired(name), written(&LayerType { columns: None, ..layer.clone() }, name, size));
        let check = quote_spanned!(columns.span()=> __pass::paired::<#type_, { #columns }>());
        let at_its_place = quote_spanned! {columns.span()=>
            __pass::check_pair::<__pass::After<{ #paired }>, #type_, { #columns }>(#text, #place)
        };
        checks.extend(quote!(const #paired: usize = #check; const _: () = #at_its_place;));
    }
    checks
}

fn opened(name: &str) -> Ident {
    format_ident!("__OPENED_{}", name)
}

fn paired(name: &str) -> Ident {
    format_ident!("__PAIRED_{}", name)
}

/// Whether an argument is what `-1` was read as.
fn is_open(argument: &GenericArgument) -> bool {
    let mut tokens = argument.to_token_stream().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) => group.stream().to_string() == "__OPEN",
        _ => false,
    }
}

/// The sizes of a value, as a constant.
pub(crate) fn sizes(value: usize) -> Ident {
    format_ident!("__OUT_{}", value)
}

/// The same as a type.
pub(crate) fn shape(value: usize) -> Ident {
    format_ident!("__Out{}", value)
}

/// The part of each way of a layer by its number.
fn step(number: usize) -> Ident {
    format_ident!("__STEP_{}", number)
}

/// The place of the user's token, for tokens that are not his: so nothing is suggested to be written there.
pub(crate) fn at(place: Span) -> Span {
    Span::call_site().located_at(place)
}

/// A number without a suffix.
pub(crate) fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}
