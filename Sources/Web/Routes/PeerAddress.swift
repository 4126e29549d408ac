import Gateway
import Payments

/// The address of whoever asks, as far as limits may go by it.
enum PeerAddress {
    /// Nil for addresses of an inside network: behind one there may be a proxy, which asks for
    /// everybody.
    static func limited(_ text: String) -> String? {
        guard let address = IPAddress(text) else { return nil }
        let isPublic =
            address.bytes.count == 4
            ? AddressGuard.isPublic(v4: address.bytes) : AddressGuard.isPublic(v6: address.bytes)
        return isPublic ? address.holder : nil
    }
}
