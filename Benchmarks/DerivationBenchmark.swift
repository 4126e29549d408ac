import CSecp256k1
import Crypto
import Keys

/// Addresses per second from an account key, against the bare calls of the library.
struct DerivationBenchmark {
    private static let count = 20_000

    func run() throws {
        print("Address derivation, one core")
        let format = AddressFormat(family: .litecoin, chain: .main)
        let text = AccountKey.unspendableText(
            format: format,
            entropy: (0..<64).map { UInt8($0) }
        )
        let parent = try ExtendedPublicKey(parsing: text)
        let bare = Measurement.perSecond(count: Self.count) { bareChildren(of: parent) }
        Measurement.line("bare libsecp256k1 and HMAC-SHA512", bare, "keys/s")
        let account = try AccountKey(parsing: text, format: format)
        let ours = try Measurement.perSecond(count: Self.count) {
            for index in 0..<UInt32(Self.count) { _ = try account.address(at: index) }
        }
        Measurement.line("addresses, text and script", ours, "addresses/s", ratio: ours / bare)
    }

    /// Parse, HMAC-SHA512, tweak, serialize: what BIP32 needs for a child key and nothing else.
    private func bareChildren(of parent: ExtendedPublicKey) {
        guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            return
        }
        let key = SymmetricKey(data: parent.chainCode)
        var output = [UInt8](repeating: 0, count: 33)
        for index in 0..<UInt32(Self.count) {
            var point = secp256k1_pubkey()
            _ = unsafe secp256k1_ec_pubkey_parse(context, &point, parent.key, 33)
            var message = parent.key
            message += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: index >> $0) }
            let code = HMAC<SHA512>.authenticationCode(for: message, using: key)
            let tweak = Array(Array(code).prefix(32))
            _ = unsafe secp256k1_ec_pubkey_tweak_add(context, &point, tweak)
            var length = 33
            _ = unsafe secp256k1_ec_pubkey_serialize(
                context,
                &output,
                &length,
                &point,
                UInt32(SECP256K1_EC_COMPRESSED)
            )
        }
        unsafe secp256k1_context_destroy(context)
    }
}
