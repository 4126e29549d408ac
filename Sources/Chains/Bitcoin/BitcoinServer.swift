import AsyncHTTPClient

/// What a source of a Bitcoin-like network asks: a node of one's own or an Esplora server.
package enum BitcoinServer: Sendable {
    /// A node's JSON-RPC at a URL without credentials.
    case node(endpoint: String, credentials: BitcoinCredentials)
    /// An Esplora server at the URL that its paths are put behind.
    ///
    /// `https://blockstream.info/api`, for example. The mempool is worth reading only from a server
    /// of one's own: each transaction of everybody is a request.
    case esplora(endpoint: String, readsMempool: Bool = false)

    func connection(_ httpClient: HTTPClient, limits: BitcoinLimits) -> any BitcoinNode {
        switch self {
        case .node(let endpoint, let credentials):
            BitcoinRPC(
                endpoint: endpoint,
                credentials: credentials,
                httpClient: httpClient,
                limits: limits
            )
        case .esplora(let endpoint, let readsMempool):
            EsploraServer(
                endpoint: endpoint,
                readsMempool: readsMempool,
                httpClient: httpClient,
                limits: limits
            )
        }
    }

    /// The limits that suit it.
    var limits: BitcoinLimits {
        switch self {
        case .node: BitcoinLimits()
        case .esplora: .publicServer
        }
    }
}
