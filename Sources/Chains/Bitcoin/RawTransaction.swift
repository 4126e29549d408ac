import Keys

/// A transaction in the bytes of a block or alone: where its parts lie and what it pays.
///
/// Only outputs whose script is in a watched set are kept, and the txid is computed on demand, so
/// that reading a block costs one pass over its bytes and one look-up an output.
struct RawTransaction {
    /// An output whose script is in the watched set.
    struct Output: Hashable {
        /// Its number in the transaction, from zero.
        let index: UInt32
        /// Smallest units.
        let value: UInt64
        /// Where the script lies, without a token before it.
        let script: Range<Int>
    }

    /// Where the transaction was found, which decides what may hang on it.
    enum Place {
        /// Among others, so its end must be known exactly.
        case block
        /// As the only thing in the bytes, as nodes hand out what waits in the mempool.
        case alone
    }

    /// The outputs that matched, the lowest number first.
    private(set) var outputs: [Output] = []
    /// Whether it is the one by which MWEB touches the chain: the last of a Litecoin block.
    private(set) var isHogEx = false
    private var version: Range<Int>
    private var body: Range<Int>
    private var lockTime: Range<Int>

    private enum Flag {
        /// BIP144: witnesses follow the outputs.
        static let witness: UInt8 = 0x01
        /// LIP-0003: an optional MWEB transaction follows the witnesses.
        static let mweb: UInt8 = 0x08
    }

    /// The shortest an input, an output, a transaction can be.
    private static let inputBytesMin = 41
    private static let outputBytesMin = 9
    static let byteCountMin = 10

    init(
        reading reader: inout ByteReader,
        at place: Place,
        rules: BlockRules,
        watched: WatchedSet
    ) throws(ChainError) {
        version = try reader.range(of: 4)
        body = reader.offset..<reader.offset
        lockTime = body
        let flags = try Self.flags(reading: &reader)
        let start = reader.offset
        let inputCount = try readInputs(&reader)
        let outputCount = try readOutputs(&reader, rules: rules, watched: watched)
        body = start..<reader.offset
        // MWEB alone may move coins without inputs and outputs that the chain sees.
        let mayBeBare = place == .alone && flags & Flag.mweb != 0
        guard mayBeBare || (inputCount > 0 && outputCount > 0) else {
            throw reader.malformed("has a transaction without inputs or outputs")
        }
        if flags & Flag.witness != 0 { try Self.skipWitnesses(&reader, inputCount: inputCount) }
        if flags & Flag.mweb != 0 { try skipMWEB(&reader, at: place) }
        lockTime = try reader.range(of: 4)
        if place == .alone { try reader.finish() }
    }

    /// The transaction's id: the hash of it without witnesses and MWEB.
    ///
    /// Only for transactions with inputs: nodes name one that is MWEB alone differently.
    func txid(in bytes: [UInt8]) -> String { HexText.reversed(hash(in: bytes)) }

    /// The txid in the order it is computed.
    func hash(in bytes: [UInt8]) -> [UInt8] {
        DoubleSHA256.hash(bytes[version] + bytes[body] + bytes[lockTime])
    }

    /// BIP144: no inputs where their number is expected announces a byte of flags.
    private static func flags(reading reader: inout ByteReader) throws(ChainError) -> UInt8 {
        guard reader.next == 0 else { return 0 }
        _ = try reader.byte()
        let flags = try reader.byte()
        guard flags != 0, flags & ~(Flag.witness | Flag.mweb) == 0 else {
            throw reader.malformed("has a transaction with unknown flags")
        }
        return flags
    }

    private func readInputs(_ reader: inout ByteReader) throws(ChainError) -> Int {
        let count = try reader.count(ofAtLeast: Self.inputBytesMin)
        for _ in 0..<count {
            _ = try reader.range(of: 36)
            _ = try reader.lengthAndRange()
            _ = try reader.range(of: 4)
        }
        return count
    }

    private mutating func readOutputs(
        _ reader: inout ByteReader,
        rules: BlockRules,
        watched: WatchedSet
    ) throws(ChainError) -> Int {
        let count = try reader.count(ofAtLeast: Self.outputBytesMin)
        for index in 0..<count {
            let value = try reader.integer(UInt64.self)
            var script = try reader.lengthAndRange()
            if rules.hasTokenPrefixes {
                script = TokenPrefix.script(in: script, of: reader.bytes)
            }
            // Consensus keeps amounts in signed 64 bits; anything above is not a block's.
            guard value <= UInt64(Int64.max) else {
                throw reader.malformed("has an output of a negative amount")
            }
            let isWatched = unsafe reader.bytes.withUnsafeBytes { bytes in
                unsafe watched.contains(UnsafeRawBufferPointer(rebasing: bytes[script]))
            }
            if isWatched, value > 0 {
                outputs.append(Output(index: UInt32(index), value: value, script: script))
            }
        }
        return count
    }

    private static func skipWitnesses(
        _ reader: inout ByteReader,
        inputCount: Int
    ) throws(ChainError) {
        for _ in 0..<inputCount {
            let itemCount = try reader.count(ofAtLeast: 1)
            for _ in 0..<itemCount { _ = try reader.lengthAndRange() }
        }
    }

    private mutating func skipMWEB(
        _ reader: inout ByteReader,
        at place: Place
    ) throws(ChainError) {
        let isPresent = try reader.byte()
        switch (isPresent, place) {
        case (0, _):
            isHogEx = true
        case (1, .alone):
            // Its length is written nowhere; all that follows it is the lock time.
            guard reader.remaining >= 4 else { throw reader.malformed("ends too early") }
            _ = try reader.range(of: reader.remaining - 4)
        default:
            // A block keeps MWEB data in its extension block, never inside a transaction.
            throw reader.malformed("has MWEB data inside a transaction")
        }
    }
}
