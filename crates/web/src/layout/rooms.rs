//! The navigation: what a page of it is called, where it is, which key leads there, and who may go.
//!
//! In the story's order. Whoever may not enter a room does not see its door.

use ccm::access::Permission;

use crate::paths;

/// One line of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key of its name in `locales`.
    pub name: &'static str,
    pub path: &'static str,
    /// `g` and this.
    pub key: &'static str,
    /// `None`: everybody who is signed in.
    pub needs: Option<Permission>,
}

/// All of them.
pub const ROOMS: &[Entry] = &[
    Entry { name: "rooms-today", path: paths::TODAY, key: "g t", needs: Some(Permission::ReadChart) },
    Entry { name: "rooms-patients", path: paths::PATIENTS, key: "g f", needs: Some(Permission::ReadChart) },
    Entry { name: "rooms-practices", path: paths::PRACTICES, key: "g p", needs: None },
];
