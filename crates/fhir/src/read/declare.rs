//! The macros that declare FHIR's elements, resources, choices and value sets.

/// Declares a FHIR element: a struct and how it is read. Keys not listed are passed over; a `modifierExtension`
/// (and a resource's `implicitRules`) is refused wherever an element is read. `one_of` lists the `value[x]` fields
/// by their common name. `Debug` shows the type's name only: these hold what is known about people.
macro_rules! element {
    (
        $(#[$doc:meta])*
        pub struct $name:ident $(<$life:lifetime>)? {
            $( $(#[$field_doc:meta])* $key:literal => $field:ident : $type:ty, )*
            $( one_of { $( $(#[$choice_doc:meta])* $common:literal => $choice:ident : $choice_type:ty, )* } )?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq)]
        pub struct $name $(<$life>)? {
            $( $(#[$field_doc])* pub $field: $type, )*
            $( $( $(#[$choice_doc])* pub $choice: Option<$choice_type>, )* )?
        }

        impl std::fmt::Debug for $crate::read::element!(@anonymous $name $($life)?) {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl<'a> $crate::read::Element<'a> for $crate::read::element!(@applied $name $($life)?) {
            fn read(reader: &mut $crate::json::Reader<'a>) -> $crate::json::Step<Option<Self>> {
                if reader.peek()? != b'{' {
                    reader.wrong("an object")?;
                    return Ok(None);
                }
                let mut element = Self::default();
                reader.object(|reader, key| match key {
                    $( $key => reader.field(&mut element.$field), )*
                    "modifierExtension" => {
                        reader.not_understood($crate::Reason::ModifierExtension)
                    }
                    "implicitRules" => reader.not_understood($crate::Reason::ImplicitRules),
                    $( $( key if $crate::read::is_choice(key, $common) => {
                        reader.choice(&mut element.$choice, &key[$common.len()..])
                    } )* )?
                    _ => reader.skip(),
                })?;
                Ok(Some(element))
            }
        }
    };
    (@applied $name:ident) => { $name };
    (@applied $name:ident $life:lifetime) => { $name<'a> };
    (@anonymous $name:ident) => { $name };
    (@anonymous $name:ident $life:lifetime) => { $name<'_> };
}
pub(crate) use element;

/// Declares a resource: an [`element!`] with what every resource has. Use it as `resource!`.
macro_rules! resource {
    (
        $(#[$doc:meta])*
        pub struct $name:ident<'a> {
            $( $(#[$field_doc:meta])* $key:literal => $field:ident : $type:ty, )*
            $( one_of { $($choices:tt)* } )?
        }
    ) => {
        $crate::read::element! {
            $(#[$doc])*
            pub struct $name<'a> {
                "id" => id: Option<$crate::r4::Text<'a>>,
                "meta" => meta: Option<$crate::r4::Meta<'a>>,
                /// Resources that exist only inside this one, referred to as `#id`.
                "contained" => contained: Vec<$crate::r4::Resource<'a>>,
                $( $(#[$field_doc])* $key => $field: $type, )*
                $( one_of { $($choices)* } )?
            }
        }
    };
}
pub(crate) use resource;

/// `key` is `common` and a type's name: `valueQuantity`.
pub(crate) fn is_choice(key: &str, common: &str) -> bool {
    key.strip_prefix(common).is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Declares the kinds of a `value[x]` we use. A kind not listed becomes `Other`: present, known, unused.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        pub enum $name:ident $(<$life:lifetime>)? {
            $( $(#[$variant_doc:meta])* $kind:literal => $variant:ident($type:ty), )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub enum $name $(<$life>)? {
            $( $(#[$variant_doc])* $variant($type), )*
            /// Given in a kind we do not use.
            Other,
        }

        impl std::fmt::Debug for $crate::read::element!(@anonymous $name $($life)?) {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $( Self::$variant(_) => stringify!($variant), )*
                    Self::Other => "Other",
                })
            }
        }

        impl<'a> $crate::read::Choice<'a> for $crate::read::element!(@applied $name $($life)?) {
            fn read(
                reader: &mut $crate::json::Reader<'a>,
                kind: &str,
            ) -> $crate::json::Step<Option<Self>> {
                use $crate::read::Element;
                match kind {
                    $( $kind => Ok(<$type>::read(reader)?.map(Self::$variant)), )*
                    _ => reader.skip().map(|()| Some(Self::Other)),
                }
            }
        }
    };
}
pub(crate) use choice;

/// Declares a value set with a required binding: a word that is not in it is a problem, never guessed.
macro_rules! codes {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $( $(#[$variant_doc:meta])* $code:literal => $variant:ident, )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[$variant_doc])* $variant, )* }

        impl $name {
            /// The code as FHIR spells it.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $code, )* }
            }
        }

        impl<'a> $crate::read::Element<'a> for $name {
            const PRIMITIVE: bool = true;

            fn read(reader: &mut $crate::json::Reader<'a>) -> $crate::json::Step<Option<Self>> {
                const SET: &str = stringify!($name);
                if reader.peek()? != b'"' {
                    reader.wrong("a code")?;
                    return Ok(None);
                }
                let offset = reader.offset();
                Ok(match &*reader.string()? {
                    $( $code => Some(Self::$variant), )*
                    _ => {
                        reader.refuse(offset, $crate::Reason::UnknownCode { set: SET });
                        None
                    }
                })
            }
        }
    };
}
pub(crate) use codes;
