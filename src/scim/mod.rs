//! RFC 7643 and RFC 7644 as values; no IO, no async, no Verkada, no Entra.
