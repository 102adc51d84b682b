//! What did the devices say? Readings, and the days of a window that had any.

pub mod device_window;
pub mod reading;

pub use device_window::DeviceWindow;
pub use reading::Reading;
