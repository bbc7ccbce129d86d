//! Each request against the shape that Microsoft documents for it.
