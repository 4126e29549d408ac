/// Reads the numbers of Bitcoin's wire format in order, checking every length against what is left.
///
/// It never reads outside its bytes and never traps; whatever does not fit throws
/// `ChainError.malformed`. It copies nothing: longer fields come back as ranges.
struct ByteReader {
    /// What is read.
    let bytes: [UInt8]
    /// The place of the next byte.
    private(set) var offset = 0
    /// How errors call the bytes: `block`, `transaction`.
    private let subject: String

    init(_ bytes: [UInt8], subject: String) {
        self.bytes = bytes
        self.subject = subject
    }

    /// How many bytes are left.
    var remaining: Int { bytes.count - offset }

    /// The next byte without moving on, or nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func byte() throws(ChainError) -> UInt8 {
        guard offset < bytes.count else { throw malformed("ends too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A little-endian integer of a fixed width.
    mutating func integer<Number: FixedWidthInteger & UnsignedInteger>(
        _: Number.Type
    ) throws(ChainError) -> Number {
        let field = try range(of: MemoryLayout<Number>.size)
        var number: Number = 0
        for index in field.reversed() { number = number << 8 | Number(bytes[index]) }
        return number
    }

    /// A number of things that follow, each at least so many bytes long.
    ///
    /// One that cannot fit into what is left is refused before anything is counted out.
    mutating func count(ofAtLeast byteCountMin: Int) throws(ChainError) -> Int {
        let count = try compactSize()
        guard count <= UInt64(remaining / byteCountMin) else {
            throw malformed("announces more than it holds")
        }
        return Int(count)
    }

    /// A length followed by so many bytes: their place.
    mutating func lengthAndRange() throws(ChainError) -> Range<Int> {
        try range(of: try count(ofAtLeast: 1))
    }

    /// The place of the next so many bytes, moving behind them.
    mutating func range(of byteCount: Int) throws(ChainError) -> Range<Int> {
        guard byteCount >= 0, byteCount <= remaining else { throw malformed("ends too early") }
        defer { offset += byteCount }
        return offset..<(offset + byteCount)
    }

    /// Fails unless everything was read.
    func finish() throws(ChainError) {
        guard remaining == 0 else { throw malformed("goes on after its end") }
    }

    func malformed(_ fault: String) -> ChainError {
        .malformed(what: "a \(subject) that \(fault)")
    }

    /// Bitcoin's variable-length number; nodes refuse one written longer than needed, so do we.
    mutating func compactSize() throws(ChainError) -> UInt64 {
        let first = try byte()
        let (size, valueMin): (UInt64, UInt64)
        switch first {
        case 0xfd: (size, valueMin) = (UInt64(try integer(UInt16.self)), 0xfd)
        case 0xfe: (size, valueMin) = (UInt64(try integer(UInt32.self)), 0x1_0000)
        case 0xff: (size, valueMin) = (try integer(UInt64.self), 0x1_0000_0000)
        default: return UInt64(first)
        }
        guard size >= valueMin else { throw malformed("writes a number longer than needed") }
        return size
    }
}
