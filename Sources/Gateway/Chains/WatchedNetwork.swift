package import Chains
package import Keys
import Payments

/// A network that Florin serves: what the catalogue says, and which chain of it.
package struct WatchedNetwork: Sendable {
    /// The catalogue's words and numbers, with the configuration's changes.
    package let description: NetworkDescription
    /// Main net, test net or regtest.
    package let chain: ChainKind
    /// Whether it is a sandbox's simulation.
    package let isSimulated: Bool

    /// Describes a network.
    package init(description: NetworkDescription, chain: ChainKind, isSimulated: Bool) {
        self.description = description
        self.chain = chain
        self.isSimulated = isSimulated
    }

    /// How addresses of the network are written.
    package var addressFormat: AddressFormat { description.addressFormat(chain: chain) }
}
