/// The one file of a posted form (`multipart/form-data`, RFC 7578).
///
/// Strict on purpose: exactly one part, under an expected field name, between boundaries that stand
/// where they have to. The file's name and declared type are not read: they are whatever the sender
/// wrote.
struct MultipartFile: Sendable, Hashable {
    /// The longest boundary (RFC 2046 §5.1.1).
    static let boundaryLengthMax = 70
    /// The longest head of a part.
    static let headBytesMax = 2_048

    /// The file as it was posted; empty where none was chosen.
    let bytes: [UInt8]

    /// Reads the file of a field; nil where the body is anything else.
    init?(field: String, of body: [UInt8], contentType: String) {
        guard let boundary = Self.boundary(of: contentType) else { return nil }
        let opening = Array("--\(boundary)\r\n".utf8)
        let closing = Array("\r\n--\(boundary)--".utf8)
        guard body.starts(with: opening) else { return nil }
        // Some senders end the body with a line break, others do not.
        let end = body.suffix(2) == [0x0D, 0x0A] ? body.count - 2 : body.count
        guard end >= opening.count + closing.count,
            body[end - closing.count..<end].elementsEqual(closing)
        else { return nil }
        let part = body[opening.count..<end - closing.count]
        let blank = Array("\r\n\r\n".utf8)
        guard let split = part.prefix(Self.headBytesMax).firstRange(of: blank),
            let head = String(validating: part[..<split.lowerBound], as: UTF8.self),
            Self.field(of: head) == field
        else { return nil }
        let file = part[split.upperBound...]
        // A boundary inside would be a second part.
        guard file.firstRange(of: Array("\r\n--\(boundary)".utf8)) == nil else { return nil }
        bytes = Array(file)
    }

    private static func boundary(of contentType: String) -> String? {
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.drop(while: { $0 == " " }) }
        guard parts.count == 2, parts[0].lowercased() == "multipart/form-data",
            parts[1].lowercased().hasPrefix("boundary=")
        else { return nil }
        var boundary = parts[1].dropFirst("boundary=".count)
        if boundary.hasPrefix("\""), boundary.hasSuffix("\""), boundary.count > 2 {
            boundary = boundary.dropFirst().dropLast()
        }
        let isPlain = boundary.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: Array("'()+_,-./:=?".utf8).contains(byte)
            }
        }
        guard isPlain, (1...boundaryLengthMax).contains(boundary.utf8.count) else { return nil }
        return String(boundary)
    }

    /// The name in `Content-Disposition: form-data; name="logo"; filename="…"`.
    private static func field(of head: String) -> String? {
        let prefix = "content-disposition:"
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
            .filter { $0.lowercased().hasPrefix(prefix) }
        guard lines.count == 1 else { return nil }
        let line = lines[0].dropFirst(prefix.count).drop { $0 == " " }
        let start = "form-data; name=\""
        guard line.hasPrefix(start) else { return nil }
        let rest = line.dropFirst(start.count)
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end])
    }
}
