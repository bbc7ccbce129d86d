//! HTTP to a SCIM service provider, and nothing else.
