/// An output script of a shape that has an address.
struct OutputScript: Sendable, Hashable {
    let form: DecodedAddress.Form
    let bytes: [UInt8]
    /// Where the hash or the witness program lies.
    private let payloadRange: Range<Int>

    var payload: ArraySlice<UInt8> { bytes[payloadRange] }

    private enum Opcode {
        static let zero: UInt8 = 0x00
        /// OP_1; OP_16 is fifteen above.
        static let one: UInt8 = 0x51
        static let duplicate: UInt8 = 0x76
        static let equal: UInt8 = 0x87
        static let equalVerify: UInt8 = 0x88
        static let hash160: UInt8 = 0xa9
        static let checkSignature: UInt8 = 0xac
    }

    private static let hashPush = UInt8(Hash160.byteCount)

    private init(form: DecodedAddress.Form, bytes: [UInt8], payloadRange: Range<Int>) {
        self.form = form
        self.bytes = bytes
        self.payloadRange = payloadRange
    }

    static func publicKeyHash(_ hash: [UInt8]) -> OutputScript {
        let head = [Opcode.duplicate, Opcode.hash160, hashPush]
        let bytes = head + hash + [Opcode.equalVerify, Opcode.checkSignature]
        return OutputScript(form: .publicKeyHash, bytes: bytes, payloadRange: 3..<23)
    }

    static func scriptHash(_ hash: [UInt8]) -> OutputScript {
        let bytes = [Opcode.hash160, hashPush] + hash + [Opcode.equal]
        return OutputScript(form: .scriptHash, bytes: bytes, payloadRange: 2..<22)
    }

    static func witness(_ program: SegwitAddress.Program) -> OutputScript {
        let version = program.version == 0 ? Opcode.zero : Opcode.one + program.version - 1
        let bytes = [version, UInt8(program.bytes.count)] + program.bytes
        return OutputScript(
            form: .witness(version: program.version),
            bytes: bytes,
            payloadRange: 2..<bytes.count
        )
    }

    /// Nil when no address pays to the script.
    init?(_ bytes: [UInt8]) {
        if bytes.count == 25 {
            self = .publicKeyHash(Array(bytes[3..<23]))
        } else if bytes.count == 23, bytes[0] == Opcode.hash160 {
            self = .scriptHash(Array(bytes[2..<22]))
        } else if bytes.count > 2, let version = Self.witnessVersion(bytes[0]) {
            let program = SegwitAddress.Program(version: version, bytes: Array(bytes[2...]))
            guard SegwitAddress.isValid(program) else { return nil }
            self = .witness(program)
        } else {
            return nil
        }
        // Whatever was taken for granted above must be what the script says.
        guard self.bytes == bytes else { return nil }
    }

    private static func witnessVersion(_ opcode: UInt8) -> UInt8? {
        switch opcode {
        case Opcode.zero: 0
        case Opcode.one..<(Opcode.one + SegwitAddress.versionMax): opcode - Opcode.one + 1
        default: nil
        }
    }
}
