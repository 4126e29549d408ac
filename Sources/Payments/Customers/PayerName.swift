/// Whom an erasure on request is about: known by what the shop told, exactly as it told it.
package enum PayerName: Sendable, Hashable {
    /// By e-mail address.
    case email(String)
    /// By the shop's own id.
    case reference(String)
}
