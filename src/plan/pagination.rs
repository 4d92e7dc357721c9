//! How lists are paged, in terms of the crate's types: only field access is left to emit.

use super::TypeNames;
use super::operations::ParamField;
use super::rust_type::{RustType, rust_type};
use super::types::{FieldPlan, TypePlan, TypeShape};
use crate::ir::{self, Api, End, Kind, Operation, Pagination, PaginationStyle, Shape, Type};
use crate::name::Ident;

/// How an operation's list is paged.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePlan {
    /// The type of an item.
    pub item: RustType,
    /// Where the items are in the body.
    pub items: Path,
    /// How a page leads to the next.
    pub next: Next,
    /// The field with the number of items of a page.
    pub size: Option<PageField>,
    /// What tells the last page.
    pub ends: Vec<PageEnd>,
}

/// Fields to follow from the response body, and whether each is an `Option`.
pub type Path = Vec<Step>;

/// A field on the way to a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The field.
    pub ident: Ident,
    /// How many `Option`s are around its value.
    pub options: u8,
    /// Whether the value is in a `Box`.
    pub boxed: bool,
}

/// A field of the request struct that steers paging.
#[derive(Debug, Clone, PartialEq)]
pub struct PageField {
    /// The field.
    pub ident: Ident,
    /// Its type when present.
    pub ty: RustType,
    /// Whether it must be present.
    pub required: bool,
    /// The document's default, if it is a whole number.
    pub default: Option<i64>,
}

/// How a page leads to the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// By a page number.
    Page(PageField, i64),
    /// By the number of items to skip.
    Offset(PageField),
    /// By a cursor from the page.
    Cursor(PageField, Path),
    /// By the `Link` header.
    Link,
    /// By a URL in the page.
    Url(Path),
}

/// What tells the last page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageEnd {
    /// A boolean that is false on the last page.
    More(Path),
    /// The number of pages.
    TotalPages(Path),
    /// The number of items.
    Total(Path),
}

/// Plans the paging of an operation whose only success is a JSON body of this type. Nothing if the document's paths do
/// not lead to values of the types that paging needs.
pub(super) fn plan(
    context: &Context<'_>,
    pagination: &Pagination,
    body: &Type,
    fields: &[ParamField],
) -> Option<PagePlan> {
    let (items, list) = context.walk(body, &pagination.items.path)?;
    let Kind::Array(element) = &context.resolved(list).kind else { return None };
    let path_to = |path: &Vec<String>| context.walk(body, path).map(|(path, _)| path);
    let field = |name: &String| context.field(name, fields);
    let number = |name: &String| field(name).filter(|field| is_number(&field.ty));
    let next = match &pagination.style {
        PaginationStyle::Page { parameter, first } => Next::Page(number(parameter)?, *first),
        PaginationStyle::Offset { parameter } => Next::Offset(number(parameter)?),
        PaginationStyle::Cursor { parameter, next } => {
            let field = field(parameter).filter(|field| field.ty == RustType::String)?;
            Next::Cursor(field, context.text(body, next)?)
        }
        PaginationStyle::Link => Next::Link,
        PaginationStyle::Url { next } => Next::Url(context.text(body, next)?),
    };
    let ends = pagination.ends.iter().filter_map(|end| {
        Some(match end {
            End::More(path) => PageEnd::More(path_to(path)?),
            End::TotalPages(path) => PageEnd::TotalPages(path_to(path)?),
            End::Total(path) => PageEnd::Total(path_to(path)?),
        })
    });
    let size = pagination.size.as_ref().and_then(number);
    Some(PagePlan { item: rust_type(element, context.names), items, next, size, ends: ends.collect() })
}

fn is_number(ty: &RustType) -> bool {
    matches!(ty, RustType::I32 | RustType::I64 | RustType::U32 | RustType::U64 | RustType::F64)
}

/// What paths are followed with.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a TypeNames,
    pub(super) types: &'a [TypePlan],
    pub(super) operation: &'a Operation,
}

impl<'a> Context<'a> {
    /// Follows members from a type; gives the fields on the way and the type at the end.
    fn walk(&self, ty: &'a Type, path: &[String]) -> Option<(Path, &'a Type)> {
        let mut steps = Path::new();
        let mut ty = ty;
        if ty.nullable {
            return None;
        }
        for name in path {
            let Kind::Named(id) = self.resolved(ty).kind else { return None };
            let (TypeShape::Struct(plan), Shape::Struct(def)) =
                (&self.types[id.0 as usize].shape, &self.api.ty(id).shape)
            else {
                return None;
            };
            let field = plan.fields.iter().find(|field| field.name == *name)?;
            ty = &def.fields.iter().find(|field| field.name == *name)?.ty;
            steps.push(step(field));
        }
        Some((steps, ty))
    }

    /// A path to a text.
    fn text(&self, body: &'a Type, path: &[String]) -> Option<Path> {
        let (steps, ty) = self.walk(body, path)?;
        let bare = Type { nullable: false, ..self.resolved(ty).clone() };
        (rust_type(&bare, self.names) == RustType::String).then_some(steps)
    }

    /// The type that aliases lead to.
    fn resolved(&self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        let mut left = self.api.types.len();
        while let Kind::Named(id) = ty.kind
            && let Shape::Alias(target) = &self.api.ty(id).shape
            && left > 0
        {
            ty = target;
            left -= 1;
        }
        ty
    }

    /// A parameter as a field that steers paging.
    fn field(&self, name: &str, fields: &[ParamField]) -> Option<PageField> {
        let is_it = |field: &&ParamField| {
            let parameter = &self.operation.parameters[field.index];
            parameter.name == name && parameter.location == ir::Location::Query
        };
        let field = fields.iter().find(is_it)?;
        let default = self.operation.parameters[field.index].default.as_ref();
        Some(PageField {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            required: field.required,
            default: default.and_then(ir::Value::as_i64),
        })
    }
}

fn step(field: &FieldPlan) -> Step {
    let mut step = Step { ident: field.ident.clone(), options: 0, boxed: false };
    let mut ty = &field.ty;
    while let RustType::Option(inner) | RustType::Boxed(inner) = ty {
        match ty {
            RustType::Option(_) => step.options += 1,
            _ => step.boxed = true,
        }
        ty = inner;
    }
    step
}
