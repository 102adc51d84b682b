//! Builders, throw-away databases, stand-ins.
