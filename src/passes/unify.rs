//! Makes one type of inline types that say the same in the same role: documents that were generated repeat themselves, and
//! every repetition would cost its compile time. The others become aliases, so that each keeps the name of its place.

use indexmap::IndexMap;

use crate::ir::{Additional, Api, Custom, Field, Kind, Shape, Type, TypeDef, TypeHint, TypeId};

/// What two types must share before they are compared in full: role, sort, and the names of their members or values.
type Bucket = (bool, Vec<String>, u8, Vec<String>);

/// Turns inline types that equal an earlier one into aliases of it.
pub(super) fn run(api: &mut Api) {
    let mut groups: Vec<TypeId> =
        (0..api.types.len()).map(|index| TypeId(u32::try_from(index).unwrap_or(u32::MAX))).collect();
    let mut buckets: IndexMap<Bucket, Vec<usize>> = IndexMap::new();
    // Inline types follow the types that they stand in, so the inner ones come first this way.
    for index in (0..api.types.len()).rev() {
        let Some(bucket) = bucket(&api.types[index]) else { continue };
        let known = buckets.entry(bucket).or_default();
        let same = known.iter().position(|other| {
            let comparison = Comparison { api, groups: &groups };
            let (one, other) = (&api.types[index], &api.types[*other]);
            one.rules == other.rules && comparison.shapes(&one.shape, &other.shape)
        });
        match same {
            Some(position) => groups[index] = groups[known[position]],
            None => known.push(index),
        }
    }
    // Each group is named by its last member so far; the first of the document is to be the type.
    let mut first: IndexMap<TypeId, TypeId> = IndexMap::new();
    for (index, group) in groups.iter().enumerate() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let canonical = *first.entry(*group).or_insert(id);
        if canonical != id {
            api.types[index].shape = Shape::Alias(Type::new(Kind::Named(canonical)));
            api.types[index].rules.clear();
        }
    }
}

/// The bucket of an inline type; nothing for types that stay as they are.
fn bucket(definition: &TypeDef) -> Option<Bucket> {
    // What the user decided something about stays by itself.
    if definition.custom != Custom::default() {
        return None;
    }
    let (of_operation, words) = match &definition.hint {
        TypeHint::Inline { words, .. } => (false, words.clone()),
        TypeHint::Operation { words, .. } => (true, words.clone()),
        TypeHint::Component(_) | TypeHint::WebhookEvent => return None,
    };
    let (sort, names) = match &definition.shape {
        Shape::Struct(object) => (0, object.fields.iter().map(|field| field.name.clone()).collect()),
        Shape::Enum(values) => (1, values.values.iter().map(|value| value.value.to_string()).collect()),
        Shape::Union(union) => (2, union.variants.iter().map(|variant| format!("{:?}", variant.probe)).collect()),
        Shape::Alias(_) => return None,
    };
    Some((of_operation, words, sort, names))
}

/// Compares types, of which those of one group are equal.
struct Comparison<'g> {
    api: &'g Api,
    groups: &'g [TypeId],
}

impl Comparison<'_> {
    /// The group of a type, or of that which an inline type is another name for.
    fn group(&self, id: TypeId) -> TypeId {
        let definition = self.api.ty(id);
        match (&definition.hint, &definition.shape) {
            (
                TypeHint::Inline { .. } | TypeHint::Operation { .. },
                Shape::Alias(Type { kind: Kind::Named(target), .. }),
            ) => self.group(*target),
            _ => self.groups[id.0 as usize],
        }
    }

    fn shapes(&self, left: &Shape, right: &Shape) -> bool {
        match (left, right) {
            (Shape::Struct(left), Shape::Struct(right)) => {
                left.constraints == right.constraints
                    && all(&left.fields, &right.fields, |left, right| self.fields(left, right))
                    && match (&left.additional, &right.additional) {
                        (Additional::Kept(left), Additional::Kept(right)) => self.types(left, right),
                        (left, right) => left == right,
                    }
            }
            (Shape::Enum(left), Shape::Enum(right)) => left == right,
            (Shape::Union(left), Shape::Union(right)) => {
                left.tag == right.tag
                    && left.order == right.order
                    && left.open == right.open
                    && all(&left.variants, &right.variants, |left, right| {
                        left.name == right.name
                            && left.probe == right.probe
                            && left.doc == right.doc
                            && self.types(&left.ty, &right.ty)
                    })
            }
            _ => false,
        }
    }

    /// Whether two fields say the same; where they stand and their examples are no matter.
    fn fields(&self, left: &Field, right: &Field) -> bool {
        left.name == right.name
            && left.required == right.required
            && left.default == right.default
            && left.read_only == right.read_only
            && left.write_only == right.write_only
            && left.doc == right.doc
            && left.called == right.called
            && self.types(&left.ty, &right.ty)
    }

    fn types(&self, left: &Type, right: &Type) -> bool {
        let kinds = match (&left.kind, &right.kind) {
            (Kind::Named(left), Kind::Named(right)) => self.group(*left) == self.group(*right),
            (Kind::Array(left), Kind::Array(right)) | (Kind::Map(left), Kind::Map(right)) => self.types(left, right),
            (Kind::Tuple(left), Kind::Tuple(right)) => all(left, right, |left, right| self.types(left, right)),
            (left, right) => left == right,
        };
        kinds && left.nullable == right.nullable && left.constraints == right.constraints
    }
}

fn all<T>(left: &[T], right: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}
