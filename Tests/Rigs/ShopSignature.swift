import Foundation

/// The OkiPays signature as a shop's developer would write it from the documentation, with a hash
/// of its own, so that an error of Florin's does not go unseen.
package enum ShopSignature {
    /// The hash of a body's values and a secret.
    package static func sign(_ body: JSONValue, secret: String) -> String {
        sha256(text(of: body) + secret)
    }

    /// The values in the order of their keys, without anything between.
    package static func text(of value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): "\(number)"
        case .string(let text): text
        case .array(let elements): elements.map(text(of:)).joined()
        case .object(let fields):
            fields.sorted { $0.key < $1.key }.map { text(of: $0.value) }.joined()
        }
    }

    /// SHA-256 in small hexadecimal digits (FIPS 180-4).
    package static func sha256(_ text: String) -> String {
        var message = Array(text.utf8)
        let bits = UInt64(message.count) * 8
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        let constants = fractions(of: 64) { pow($0, 1.0 / 3) }
        var state = fractions(of: 8) { $0.squareRoot() }
        for start in stride(from: 0, to: message.count, by: 64) {
            mix(message[start..<start + 64], into: &state, with: constants)
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func mix(
        _ block: ArraySlice<UInt8>,
        into state: inout [UInt32],
        with constants: [UInt32]
    ) {
        func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
            block[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        for place in 16..<64 {
            let early = words[place - 15]
            let late = words[place - 2]
            let first = turned(early, 7) ^ turned(early, 18) ^ early >> 3
            let second = turned(late, 17) ^ turned(late, 19) ^ late >> 10
            words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
        }
        var v = state
        for place in 0..<64 {
            let sum = turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25)
            let choice = v[4] & v[5] ^ ~v[4] & v[6]
            let first = v[7] &+ sum &+ choice &+ constants[place] &+ words[place]
            let turn = turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22)
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
            v = [first &+ turn &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
        }
        for place in 0..<8 { state[place] &+= v[place] }
    }

    /// The first 32 bits behind the point of a root of each of the first primes.
    private static func fractions(of count: Int, _ root: (Double) -> Double) -> [UInt32] {
        let primes = (2...).lazy.filter { number in
            !(2..<number).contains { number % $0 == 0 }
        }
        return primes.prefix(count).map { prime in
            let value = root(Double(prime))
            return UInt32((value - value.rounded(.down)) * 4_294_967_296)
        }
    }
}
