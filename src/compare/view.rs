//! A type as it is compared: through its aliases, with all that they demand.

use super::limits::Limits;
use crate::diag::Place;
use crate::ir::{
    Additional, Api, Constraints, EnumDef, Field, IntegerFormat, Kind, NumberFormat, Rule, Shape, StringFormat, Type,
    TypeDef, TypeHint, TypeId, UnionDef,
};

/// What a type comes to.
pub(super) struct View<'a> {
    pub(super) form: Form<'a>,
    pub(super) limits: Limits<'a>,
    pub(super) rules: Vec<&'a Rule>,
    /// The schema that says what it is.
    pub(super) place: Place,
    /// The definitions that were passed, the outermost first.
    pub(super) passed: Vec<TypeId>,
}

/// What values of a type are.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    Any,
    Null,
    Boolean,
    Integer(IntegerFormat),
    Number(NumberFormat),
    Text(&'a StringFormat),
    Array(&'a Type),
    Tuple(&'a [Type]),
    Object(Object<'a>),
    Enum(&'a EnumDef),
    Union(&'a UnionDef),
}

/// An object, with or without known members.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) fields: &'a [Field],
    pub(super) others: Others<'a>,
}

/// What an object may contain beside its known members.
#[derive(Clone, Copy)]
pub(super) enum Others<'a> {
    /// Anything.
    Any,
    Nothing,
    Typed(&'a Type),
}

impl<'a> View<'a> {
    /// Looks through the aliases of a type whose schema stands at a place.
    pub(super) fn of(api: &'a Api, ty: &'a Type, place: &Place) -> Self {
        let mut view = Self {
            form: Form::Any,
            limits: Limits::default(),
            rules: Vec::new(),
            place: place.clone(),
            passed: Vec::new(),
        };
        let mut ty = ty;
        loop {
            view.demand(&ty.constraints);
            let Kind::Named(id) = ty.kind else { break };
            // An alias that leads back to itself is anything.
            if view.passed.contains(&id) {
                return view;
            }
            view.passed.push(id);
            let def = api.ty(id);
            view.place = def.place.clone();
            view.rules.extend(&def.rules);
            match &def.shape {
                Shape::Alias(inner) => ty = inner,
                shape => {
                    view.form = view.shaped(shape);
                    return view;
                }
            }
        }
        view.form = plain(&ty.kind);
        view
    }

    /// What a definition comes to.
    pub(super) fn definition(api: &'a Api, id: TypeId) -> Self {
        let def = api.ty(id);
        let mut view = match &def.shape {
            Shape::Alias(ty) => Self::of(api, ty, &def.place),
            shape => {
                let (limits, rules) = (Limits::default(), Vec::new());
                let mut view = Self { form: Form::Any, limits, rules, place: def.place.clone(), passed: Vec::new() };
                view.form = view.shaped(shape);
                view
            }
        };
        view.rules.extend(&def.rules);
        view.passed.insert(0, id);
        view
    }

    fn demand(&mut self, constraints: &'a Constraints) {
        self.limits.add(constraints);
        self.rules.extend(&constraints.rules);
    }

    fn shaped(&mut self, shape: &'a Shape) -> Form<'a> {
        match shape {
            Shape::Struct(object) => {
                self.demand(&object.constraints);
                let others = match &object.additional {
                    Additional::Ignored => Others::Any,
                    Additional::Forbidden => Others::Nothing,
                    Additional::Kept(ty) => typed(ty),
                };
                Form::Object(Object { fields: &object.fields, others })
            }
            Shape::Enum(values) => Form::Enum(values),
            Shape::Union(union) => Form::Union(union),
            Shape::Alias(_) => Form::Any,
        }
    }
}

fn typed(ty: &Type) -> Others<'_> {
    let says_nothing = ty.kind == Kind::Any && ty.constraints == Constraints::default();
    if says_nothing { Others::Any } else { Others::Typed(ty) }
}

fn plain(kind: &Kind) -> Form<'_> {
    match kind {
        Kind::Named(_) | Kind::Any => Form::Any,
        Kind::Null => Form::Null,
        Kind::Boolean => Form::Boolean,
        Kind::Integer(format) => Form::Integer(*format),
        Kind::Number(format) => Form::Number(*format),
        Kind::String(format) => Form::Text(format),
        Kind::Array(item) => Form::Array(item),
        Kind::Map(member) => Form::Object(Object { fields: &[], others: typed(member) }),
        Kind::Tuple(items) => Form::Tuple(items),
    }
}

impl Form<'_> {
    /// The form in words.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Tuple(_) => "an array of fixed elements",
            Self::Object(_) => "an object",
            Self::Enum(values) => match self.of_values(values) {
                Some("string") => "one of some strings",
                Some("integer") => "one of some integers",
                Some("number") => "one of some numbers",
                Some("boolean") => "one boolean",
                _ => "one of some values",
            },
            Self::Union(_) => "one of some alternatives",
        }
    }

    /// The JSON type that all values have, if there is one.
    pub(super) fn json(&self) -> Option<&'static str> {
        Some(match self {
            Self::Any | Self::Union(_) => return None,
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer(_) => "integer",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Array(_) | Self::Tuple(_) => "array",
            Self::Object(_) => "object",
            Self::Enum(values) => return self.of_values(values),
        })
    }

    fn of_values(&self, def: &EnumDef) -> Option<&'static str> {
        let all = |is: fn(&serde_json::Value) -> bool| def.values.iter().all(|value| is(&value.value));
        match () {
            () if all(serde_json::Value::is_string) => Some("string"),
            () if all(|value| value.is_i64() || value.is_u64()) => Some("integer"),
            () if all(serde_json::Value::is_number) => Some("number"),
            () if all(serde_json::Value::is_boolean) => Some("boolean"),
            () => None,
        }
    }
}

/// The key of a component schema.
pub(super) fn component(def: &TypeDef) -> Option<&str> {
    match &def.hint {
        TypeHint::Component(name) => Some(name),
        _ => None,
    }
}
