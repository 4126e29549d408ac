import HTTPTypes

/// What a client takes an answer in (RFC 9110, 12.5.3).
enum AcceptEncoding {
    /// Whether gzip is taken, and not liked less than the bare bytes.
    static func allowsGzip(_ headers: HTTPFields) -> Bool {
        var gzip: Double?
        var identity: Double?
        var others: Double?
        for part in headers[values: .acceptEncoding].flatMap({ $0.split(separator: ",") }) {
            let pieces = part.split(separator: ";", omittingEmptySubsequences: false)
            guard let name = pieces.first?.filter({ !$0.isWhitespace }).lowercased() else {
                continue
            }
            let quality = quality(of: pieces.dropFirst())
            switch name {
            case "gzip", "x-gzip": gzip = quality
            case "identity": identity = quality
            case "*": others = quality
            default: break
            }
        }
        guard let wanted = gzip ?? others, wanted > 0 else { return false }
        return wanted >= identity ?? 0
    }

    /// The weight of a coding: 1 where none is given, and 0 where it cannot be read.
    private static func quality(of parameters: some Sequence<Substring>) -> Double {
        for parameter in parameters {
            let text = parameter.filter { !$0.isWhitespace }.lowercased()
            guard text.hasPrefix("q=") else { continue }
            let number = text.dropFirst(2)
            guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
                let value = Double(number), value <= 1
            else { return 0 }
            return value
        }
        return 1
    }
}
