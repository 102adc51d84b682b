//! One resource of any type: read into its struct, or kept unread.

use super::*;
use crate::json::{Reader, Step};
use crate::problem::Reason;
use crate::read::Element;

/// Declares the enum of the resources we read; one line each.
macro_rules! resources {
    ($( $name:ident, )*) => {
        /// A resource. Those we read are boxed: they are large, and a bundle holds thousands.
        #[derive(Clone, PartialEq)]
        pub enum Resource<'a> {
            $( $name(Box<$name<'a>>), )*
            /// A type whose elements we do not read: to be kept as received, and counted.
            Unread(Box<Unread<'a>>),
        }

        impl<'a> Resource<'a> {
            /// Its `resourceType`.
            pub fn type_name(&self) -> &str {
                match self {
                    $( Self::$name(_) => stringify!($name), )*
                    Self::Unread(unread) => &unread.resource_type,
                }
            }

            pub fn id(&self) -> Option<&str> {
                match self {
                    $( Self::$name(resource) => resource.id.as_deref(), )*
                    Self::Unread(unread) => unread.id.as_deref(),
                }
            }

            pub fn meta(&self) -> Option<&Meta<'a>> {
                match self {
                    $( Self::$name(resource) => resource.meta.as_ref(), )*
                    Self::Unread(unread) => unread.meta.as_ref(),
                }
            }

            /// Reads the object at the cursor as a resource of this type.
            pub(crate) fn read_as(
                reader: &mut Reader<'a>,
                resource_type: Text<'a>,
            ) -> Step<Option<Self>> {
                match &*resource_type {
                    $( stringify!($name) => Ok(Box::<$name<'a>>::read(reader)?.map(Self::$name)), )*
                    _ => Unread::read_as(reader, resource_type)
                        .map(|unread| Some(Self::Unread(Box::new(unread)))),
                }
            }
        }
    };
}

resources! {
    Patient,
    RelatedPerson,
    Practitioner,
    PractitionerRole,
    Organization,
    Location,
    Coverage,
    Encounter,
    Condition,
    Observation,
    Medication,
    MedicationRequest,
    MedicationStatement,
    AllergyIntolerance,
    Claim,
    ExplanationOfBenefit,
}

impl std::fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct(self.type_name()).finish_non_exhaustive()
    }
}

/// A contained resource.
impl<'a> Element<'a> for Resource<'a> {
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        if reader.peek()? != b'{' {
            reader.wrong("a resource")?;
            return Ok(None);
        }
        if reader.within_contained {
            reader.not_understood(Reason::NestedContained)?;
            return Ok(None);
        }
        let Some(resource_type) = type_of(reader)? else {
            reader.not_understood(Reason::NoResourceType)?;
            return Ok(None);
        };
        reader.within_contained = true;
        let resource = Self::read_as(reader, resource_type);
        reader.within_contained = false;
        resource
    }
}

/// The resource type of the object at the cursor, which does not move; `None` where it is absent or no name.
pub(crate) fn type_of<'a>(reader: &mut Reader<'a>) -> Step<Option<Text<'a>>> {
    Ok(reader.resource_type()?.filter(|name| is_type_name(name)))
}

/// A resource of a type we do not read: just enough to file it under its patient.
#[derive(Clone, PartialEq)]
pub struct Unread<'a> {
    pub resource_type: Text<'a>,
    pub id: Option<Text<'a>>,
    pub meta: Option<Meta<'a>>,
    /// Its `subject` or `patient`, where that is one reference. Absent where it is of another shape: nothing is
    /// refused in what is not read.
    pub subject: Option<Reference<'a>>,
}

impl std::fmt::Debug for Unread<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unread").finish_non_exhaustive()
    }
}

impl<'a> Unread<'a> {
    fn read_as(reader: &mut Reader<'a>, resource_type: Text<'a>) -> Step<Self> {
        let mut unread = Self { resource_type, id: None, meta: None, subject: None };
        reader.object(|r, key| match key {
            "id" => r.field(&mut unread.id),
            "meta" => r.field(&mut unread.meta),
            "subject" | "patient" if unread.subject.is_none() && r.peek()? == b'{' => {
                let findings = r.findings_len();
                unread.subject = Reference::read(r)?;
                r.forget_since(findings);
                Ok(())
            }
            _ => r.skip(),
        })?;
        Ok(unread)
    }
}
