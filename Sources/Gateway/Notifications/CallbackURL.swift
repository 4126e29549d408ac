import FoundationEssentials

/// A URL that notifications may go to: http or https, a host, no credentials, of bounded length.
package struct CallbackURL: Sendable, Hashable {
    /// What is wrong with a URL.
    package enum Fault: Error, Hashable, Sendable {
        /// It is not an absolute http or https URL.
        case notHTTP
        /// It names a user or a password, which would end up in logs.
        case hasCredentials
        /// It is longer than is accepted.
        case tooLong(lengthMax: Int)
        /// It has characters that do not belong in a URL.
        case badCharacters

        /// What a person reads.
        package var message: String {
            switch self {
            case .notHTTP: "must be an absolute http or https URL"
            case .hasCredentials: "must not contain a user name or password"
            case .tooLong(let lengthMax): "must not be longer than \(lengthMax) characters"
            case .badCharacters: "contains characters that do not belong in a URL"
            }
        }
    }

    /// The longest URL.
    package static let lengthMax = 2_048

    /// The URL as given.
    package let text: String
    let host: String
    let port: Int

    /// Reads a URL.
    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.lengthMax else { throw .tooLong(lengthMax: Self.lengthMax) }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badCharacters }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = url.host(), !host.isEmpty
        else { throw .notHTTP }
        guard url.user == nil, url.password == nil else { throw .hasCredentials }
        self.text = text
        self.host = host.trimmingBrackets()
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }
}

extension String {
    fileprivate func trimmingBrackets() -> String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
