package import Payments

/// What goes wrong in the gateway that is nobody's expected outcome.
package enum GatewayError: Error, Hashable, Sendable {
    /// A stored wallet is for a network that the configuration no longer has.
    case networkNotServed(NetworkID)
    /// No free invoice code was found in a few tries: the generator of random bytes is broken.
    case noFreeCode
}
