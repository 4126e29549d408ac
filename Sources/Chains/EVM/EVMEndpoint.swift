/// One server that speaks Ethereum's JSON-RPC, with what it wants to see of us.
///
/// Keys stand in paths, queries, user parts and headers alike, so only the host ever prints.
package struct EVMEndpoint: Sendable {
    /// Where requests go, key and all.
    let url: String
    /// What is sent along.
    let headers: [String: String]
    /// The host and port: fit for logs and metrics.
    package let name: String

    /// A server by its URL and the headers that it asks for.
    package init(url: String, headers: [String: String] = [:]) {
        self.url = url
        self.headers = headers
        name = String(Self.host(of: url))
    }

    private static func host(of url: String) -> Substring {
        var rest = url[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let user = rest.lastIndex(of: "@") { rest = rest[rest.index(after: user)...] }
        return rest
    }

    /// The shortest part of a URL or header that may be a key; shorter ones are words.
    private static let secretLengthMin = 8

    /// A server's words without what of our secrets they repeat.
    func redacting(_ message: String) -> String {
        let parts = url.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" }
        let values = headers.values.flatMap { $0.split(separator: " ") }
        return (parts + values).reduce(message) { message, secret in
            guard secret.count >= Self.secretLengthMin, !name.contains(secret) else {
                return message
            }
            return message.replacing(secret, with: "…")
        }
    }
}

extension EVMEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "EVMEndpoint(\(name))" }
    package var debugDescription: String { description }
    /// Shows no children, so that `dump` is as silent as `print`.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
