//! Why a text is not accepted as a tenant URL.

/// Why a tenant URL was refused, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// Nothing was typed.
    #[error("The tenant URL is empty. Choose a region or paste the URL.")]
    Empty,
    /// Longer than any real address.
    #[error(
        "The tenant URL is too long. Paste only the base address, such as https://scim.example/scim."
    )]
    TooLong,
    /// A character that parsers drop or rewrite silently.
    #[error(
        "The tenant URL has a space, a backslash, an invisible or another character that no tenant URL has. Type it again by hand."
    )]
    ForbiddenCharacter,
    /// Neither https nor http.
    #[error("The tenant URL must begin with https://.")]
    NoScheme,
    /// Plain http to another computer.
    #[error(
        "The tenant URL begins with http://, which would send the token unprotected. Use https://; plain http is allowed only for this computer."
    )]
    PlainHttp,
    /// No host.
    #[error("The tenant URL has no host name.")]
    NoHost,
    /// A user name or password before the host.
    #[error(
        "The tenant URL has an @ before the path: the real host is what stands behind it. Remove everything up to the @ if you trust that host."
    )]
    UserInfo,
    /// A spelling of a host that is read differently by different programs.
    #[error(
        "The host of the tenant URL is spelled in an unusual way. Type the plain host name or address."
    )]
    OddHost,
    /// A host that pretends to be Verkada's.
    #[error(
        "{0} looks like Verkada but does not belong to it. Verkada's hosts end in .verkada.com."
    )]
    LookAlike(String),
    /// A host name that mixes alphabets.
    #[error(
        "The host mixes letters of several alphabets and is really {0}. Such names are made to deceive; if it is yours, type that form."
    )]
    MixedScript(String),
    /// An address that is no server of an organization.
    #[error("{0} is an address that no SCIM server has.")]
    ReservedAddress(String),
    /// `.` or `..` in the path.
    #[error(
        "The path of the tenant URL has “.” or “..” parts, which lead elsewhere. Type the path plainly."
    )]
    DotSegment,
    /// Empty parts or hidden slashes in the path.
    #[error("The path of the tenant URL has empty parts or hidden slashes. Type the path plainly.")]
    OddPath,
    /// A query.
    #[error("The tenant URL has a query (?…). Only the base address belongs here.")]
    Query,
    /// A fragment.
    #[error("The tenant URL has a fragment (#…). Only the base address belongs here.")]
    Fragment,
    /// Not a URL.
    #[error("This is not a URL. It should look like https://scim.example/scim.")]
    Malformed,
}
