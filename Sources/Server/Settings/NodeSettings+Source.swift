import AsyncHTTPClient
package import Chains
import Gateway
import Keys
import Logging
package import Payments

extension NodeSettings {
    /// The source that reads the network as it is configured; nothing is asked yet.
    func source(
        httpClient: HTTPClient,
        logger: Logger
    ) -> any ChainSource & NetworkCostSource {
        switch access {
        case .bitcoinNode(let url, let credentials):
            return BitcoinSource(
                network: network.description.id,
                coin: native,
                format: network.addressFormat,
                expectedChain: network.chain.rawValue,
                endpoint: url,
                credentials: credentials,
                httpClient: httpClient,
                now: Workspace.systemTime,
                logger: logger
            )
        default: preconditionFailure("not yet")
        }
    }

    private var native: Coin {
        guard let native = network.description.coins.first(where: \.isNative) else {
            preconditionFailure("a network without its own coin")
        }
        return native.coin
    }
}

extension BitcoinSource: NetworkCostSource {
    package func networkCosts(at now: Instant) async throws -> [String: NetworkCost] { [:] }
}
