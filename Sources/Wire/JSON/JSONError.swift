/// Why bytes are not a JSON text that we accept; offsets count bytes from the first.
package enum JSONError: Error, Hashable {
    case empty
    case tooLarge(bytesMax: Int)
    case tooDeep(depthMax: Int)
    case tooManyMembers(membersMax: Int)
    case numberTooLong(offset: Int)
    case duplicateKey(String)
    case brokenUTF8(offset: Int)
    case brokenEscape(offset: Int)
    case loneSurrogate(offset: Int)
    case controlCharacter(offset: Int)
    case unexpected(offset: Int)
    case unexpectedEnd

    /// For the shop's developer; quotes nothing of the body but a repeated key.
    package var message: String {
        switch self {
        case .empty: "The body is empty; a JSON object is needed"
        case .tooLarge(let bytesMax): "The body is longer than \(bytesMax) bytes"
        case .tooDeep(let depthMax): "The body is nested deeper than \(depthMax) levels"
        case .tooManyMembers(let membersMax): "An object has more than \(membersMax) members"
        case .numberTooLong(let offset): "The number at byte \(offset) is too long"
        case .duplicateKey(let key): "The key \"\(key.prefix(64))\" is given twice"
        case .brokenUTF8(let offset): "The body is not UTF-8 at byte \(offset)"
        case .brokenEscape(let offset): "The escape at byte \(offset) is not valid JSON"
        case .loneSurrogate(let offset): "The escape at byte \(offset) is half a character"
        case .controlCharacter(let offset):
            "The control character at byte \(offset) has to be escaped"
        case .unexpected(let offset): "The body is not valid JSON at byte \(offset)"
        case .unexpectedEnd: "The body ends before the JSON text does"
        }
    }
}
