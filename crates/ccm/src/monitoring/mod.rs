//! What did the devices say? Readings, and the days of a window that had any.

pub mod device_window;
pub mod range;
pub mod reading;

pub use device_window::DeviceWindow;
pub use range::{Flag, Ranges};
pub use reading::Reading;
