/// A web origin that may frame the checkout, such as `https://shop.example:8443`.
enum EmbedOrigin {
    private static let bytesMax = 260

    /// The origin in the form browsers write it in, or nil where the text is none.
    ///
    /// It is written into a security header, so nothing but a scheme, a name and a port is let
    /// through: no wildcard, no path, no blank, no other source expression (CSP3, 2.3.1).
    static func checked(_ text: String) -> String? {
        let text = text.lowercased()
        guard text.utf8.count <= bytesMax else { return nil }
        let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
        guard let scheme else { return nil }
        let parts = text.dropFirst(scheme.count)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, isHost(host) else { return nil }
        if parts.count == 1 { return scheme + host }
        let digits = parts[1]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), digits.utf8.count <= 5,
            let port = UInt16(digits), port > 0
        else { return nil }
        // Browsers leave the usual port out of an origin.
        let isUsual = port == (scheme == "https://" ? 443 : 80)
        return isUsual ? scheme + host : "\(scheme)\(host):\(port)"
    }

    /// Letters, digits, hyphens and dots, none of them at the edge of a label.
    private static func isHost(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return !host.isEmpty
            && labels.allSatisfy { label in
                !label.isEmpty && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || $0 == 45
                    }
            }
    }
}
