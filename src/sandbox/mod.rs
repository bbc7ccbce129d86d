//! A SCIM 2.0 service provider on loopback that behaves as Command does.

pub(crate) mod people;
