//! What did the devices say? Readings, which way they go, and the days of a window that had any.

pub mod course;
pub mod device_window;
pub mod range;
pub mod reading;

pub use course::{Course, worsening};
pub use device_window::DeviceWindow;
pub use range::{Flag, Ranges};
pub use reading::Reading;
