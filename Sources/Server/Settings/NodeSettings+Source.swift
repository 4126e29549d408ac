import AsyncHTTPClient
import Chains
import Gateway
import Keys
import Logging
import Payments

extension NodeSettings {
    /// The source that reads the network as it is configured; nothing is asked yet.
    func source(
        httpClient: HTTPClient,
        logger: Logger
    ) -> any ChainSource & NetworkCostSource & TransactionSource {
        let now = Workspace.systemTime
        let description = network.description
        switch access {
        case .bitcoinNode(let url, let credentials):
            return bitcoin(.node(endpoint: url, credentials: credentials), httpClient, logger)
        case .esplora(let url):
            return bitcoin(.esplora(endpoint: url), httpClient, logger)
        case .evm(let urls):
            guard let chainID = description.chainID else {
                preconditionFailure("an EVM network has a chain id")
            }
            return EVMSource(
                network: description,
                expectedChainID: chainID,
                endpoints: urls.map { EVMEndpoint(url: $0) },
                httpClient: httpClient,
                now: now,
                logger: logger
            )
        case .tron(let url, let apiKey):
            return TronSource(
                network: description,
                endpoint: TronEndpoint(url: url, apiKey: apiKey),
                chain: network.chain,
                httpClient: httpClient,
                now: now,
                logger: logger
            )
        }
    }

    private func bitcoin(
        _ server: BitcoinServer,
        _ httpClient: HTTPClient,
        _ logger: Logger
    ) -> BitcoinSource {
        guard let native = network.description.coins.first(where: \.isNative) else {
            preconditionFailure("a network without its own coin")
        }
        return BitcoinSource(
            network: network.description.id,
            coin: native.coin,
            format: network.addressFormat,
            expectedChain: network.chain.rawValue,
            server: server,
            httpClient: httpClient,
            now: Workspace.systemTime,
            logger: logger
        )
    }
}
