/// Checks the origins whose pages may frame a checkout: they go into a header of every checkout.
package enum FrameOrigins {
    /// The most origins.
    package static let countMax = 20
    /// The longest name of a host (RFC 1035).
    private static let hostLengthMax = 253
    private static let labelLengthMax = 63
    private static let plainHosts: Set<String> = ["localhost", "127.0.0.1"]

    /// Reads origins, one a line, in lower case and each once.
    package static func read(_ text: String) throws(TermsFault) -> [String] {
        var origins: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = line.trimmed
            if trimmed.isEmpty { continue }
            let origin = try read(line: trimmed)
            if !origins.contains(origin) { origins.append(origin) }
        }
        guard origins.count <= countMax else {
            throw TermsFault(.origins, "can be at most \(countMax)")
        }
        return origins
    }

    private static func read(line: String) throws(TermsFault) -> String {
        let origin = line.lowercased()
        guard let mark = origin.firstRange(of: "://") else { throw refusal(line) }
        let scheme = origin[..<mark.lowerBound]
        let rest = origin[mark.upperBound...]
        let halves = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), isHost(halves[0]) else { throw refusal(line) }
        if halves.count == 2 {
            let port = halves[1]
            guard !port.isEmpty, port.utf8.allSatisfy(MerchantTerms.isDigit),
                port.first != "0", let number = Int(port), number <= UInt16.max
            else { throw refusal(line) }
        }
        switch scheme {
        case "https": return origin
        case "http" where plainHosts.contains(String(halves[0])): return origin
        case "http":
            throw TermsFault(
                .origins,
                "must begin with https:// (http:// is for localhost and 127.0.0.1 only): "
                    + "\(line.prefix(hostLengthMax))"
            )
        default: throw refusal(line)
        }
    }

    private static func isHost(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= hostLengthMax
            && labels.allSatisfy { label in
                (1...labelLengthMax).contains(label.utf8.count) && label.first != "-"
                    && label.last != "-"
                    && label.utf8.allSatisfy { byte in
                        MerchantTerms.isDigit(byte) || byte == UInt8(ascii: "-")
                            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    }
            }
    }

    private static func refusal(_ line: String) -> TermsFault {
        TermsFault(
            .origins,
            "must be like https://shop.example, without a path: \(line.prefix(hostLengthMax))"
        )
    }
}

extension Substring {
    /// Without blanks around it.
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
