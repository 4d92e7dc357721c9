//! The codec of an object, made of a table of its members.

/// Makes a type an [`Object`](super::Object): how it is read, its members in any order, and how it is written, in that of
/// the table.
///
/// A row has the index of a member, its name on the wire, its field, and what an instance may do without:
/// `required` is always there, `optional` may be absent or `null`, which is the same, and `nullable` may be absent or
/// `null`, which is not the same. `whole` stands behind that if it consists of whole numbers, `time` if it consists of
/// dates or times. The last row may be the field that keeps all other members, except some that only the other side
/// sends.
///
/// ```text
/// codec::object! {
///     types::Pet as "Pet";
///     0 "name" => name: required,
///     1 "type" => r#type: optional,
///     2 "age" => age: nullable whole,
///     3 "born" => born: optional time,
///     .. => additional, except "owner",
/// }
/// ```
#[allow(unused_macros, reason = "not every API has objects")]
macro_rules! object {
    (
        $(#[$attribute:meta])*
        $type:ty as $text:literal;
        $($index:literal $name:literal => $field:ident: $kind:ident $($scalar:ident)?,)*
        $(.. => $rest:ident, $(except $($ignored:literal)*,)?)?
    ) => {
        impl codec::Object for $type {
            const NAME: &'static str = $text;
            const MEMBERS: &'static [&'static str] = &[$($name,)* $($($($ignored,)*)?)?];

            $(#[$attribute])*
            fn decode<'de, A>(members: &mut codec::Members<'de, A>) -> Result<Self, codec::Missing>
            where
                A: ::serde_core::de::MapAccess<'de>,
            {
                $(let mut $field = None;)*
                $(let mut $rest = members.unknown();)?
                while let Some(index) = members.next_index() {
                    match index {
                        $($index => members$(.$scalar())?.$kind(&mut $field),)*
                        _ => codec::object!(@other members $($rest)?),
                    }
                }
                $(codec::object!(@present $kind $index $field);)*
                Ok(Self { $($field,)* $($rest,)? })
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $type {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                codec::object(deserializer)
            }
        }

        impl ::serde_core::Serialize for $type {
            $(#[$attribute])*
            #[allow(unused_mut, reason = "not every type has members")]
            fn serialize<S: ::serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut record = codec::Record::new(serializer);
                $(record$(.$scalar())?.$kind($name, &self.$field);)*
                $(record.rest(&self.$rest);)?
                record.end()
            }
        }
    };
    (@other $members:ident) => { $members.skip() };
    (@other $members:ident $rest:ident) => { $members.keep(&mut $rest) };
    // Not `?`, which may convert what it returns: that is dear to check, once for each member.
    (@present required $index:literal $field:ident) => {
        let Some($field) = $field else { return Err(codec::Missing($index)) };
    };
    (@present $kind:ident $index:literal $field:ident) => {};
}

pub(crate) use object;
