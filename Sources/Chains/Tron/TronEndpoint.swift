import NIOHTTP1

/// Where a Tron node's HTTP API is and the key it may want; it prints without either secret part.
///
///     TronEndpoint(url: "https://api.trongrid.io", apiKey: "…")
///
/// A path is kept, because some providers put their key there.
package struct TronEndpoint: Sendable {
    /// The URL that paths such as `/wallet/getblock` are added to.
    let base: String
    private let apiKey: String?

    /// Describes an endpoint.
    ///
    /// `url`: Scheme, host, and perhaps port and path, with or without a slash at the end.
    /// `apiKey`: Sent with every request as `TRON-PRO-API-KEY`, the name TronGrid uses.
    package init(url: String, apiKey: String? = nil) {
        var base = url[...]
        while base.last == "/" { base = base.dropLast() }
        self.base = String(base)
        self.apiKey = apiKey
    }

    /// Scheme, host and port: what logs may show.
    package var origin: String {
        guard let scheme = base.firstRange(of: "://") else { return "no URL" }
        let authority = base[scheme.upperBound...].prefix { !"/?#".contains($0) }
        // What stands before the last @ is a user name and a password.
        let host = authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority
        return "\(base[..<scheme.lowerBound])://\(host)"
    }

    /// What every request carries.
    var headers: HTTPHeaders {
        guard let apiKey else { return [:] }
        return ["TRON-PRO-API-KEY": apiKey]
    }
}

extension TronEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says where it is and nothing of how one gets in.
    package var description: String { "TronEndpoint(\(origin))" }

    /// The same as `description`.
    package var debugDescription: String { description }

    /// Shows no children, so that `dump` is as silent as `print`.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
