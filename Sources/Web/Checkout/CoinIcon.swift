/// A round icon with a coin's first letter, drawn here so that no page asks a third party.
enum CoinIcon {
    /// Where the icon of a ticker is served.
    static func path(of ticker: String) -> String { "/assets/coins/\(ticker.lowercased()).svg" }

    /// The picture, in a colour that the ticker decides; nil for what is not a ticker.
    static func svg(of ticker: String) -> String? {
        let ticker = ticker.uppercased()
        let isTicker = ticker.utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        }
        guard isTicker, (1...12).contains(ticker.count) else { return nil }
        let hue = ticker.utf8.reduce(0) { ($0 * 31 + Int($1)) % 360 }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img">\
            <title>\(ticker)</title><circle cx="16" cy="16" r="16" fill="hsl(\(hue) 55% 38%)"/>\
            <text x="16" y="21" text-anchor="middle" font-family="sans-serif" font-size="14" \
            font-weight="700" fill="#fff">\(ticker.prefix(1))</text></svg>
            """
    }
}
