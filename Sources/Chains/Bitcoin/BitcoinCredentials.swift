import FoundationEssentials

/// How Florin proves itself to a node; it prints as redacted.
package struct BitcoinCredentials: Sendable {
    private enum Kind {
        case user(String, password: String)
        case cookieFile(String)
    }

    private let kind: Kind

    /// The longest cookie file that is read.
    private static let cookieBytesMax = 4_096

    /// A user name with its password, as in the node's `rpcauth` or `rpcuser`.
    package static func user(_ name: String, password: String) -> BitcoinCredentials {
        BitcoinCredentials(kind: .user(name, password: password))
    }

    /// The node's own cookie file, read again for every request because a restart rewrites it.
    package static func cookieFile(_ path: String) -> BitcoinCredentials {
        BitcoinCredentials(kind: .cookieFile(path))
    }

    /// The value of the `Authorization` header.
    func authorization() throws(ChainError) -> String {
        let pair: Data
        switch kind {
        case .user(let name, let password):
            pair = Data("\(name):\(password)".utf8)
        case .cookieFile(let path):
            guard let cookie = FileManager.default.contents(atPath: path),
                cookie.count <= Self.cookieBytesMax, !cookie.isEmpty
            else { throw .unreachable(label: "cookie file not readable") }
            pair = Data(cookie.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
        }
        return "Basic \(pair.base64EncodedString())"
    }
}

extension BitcoinCredentials: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Says what it is and nothing of what is inside.
    package var description: String { "BitcoinCredentials(redacted)" }

    /// The same as `description`.
    package var debugDescription: String { description }

    /// Shows no children, so that `dump` is as silent as `print`.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
