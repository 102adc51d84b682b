//! What did the devices say? For now the readings that other systems send; devices and their days come with RPM.

pub mod reading;

pub use reading::Reading;
