import Payments

/// The stored form of the addresses an API key is accepted from: blocks with a space between them.
enum AddressBlockText {
    static func text(of blocks: [AddressBlock]) -> String {
        blocks.map(\.text).joined(separator: " ")
    }

    /// A block that cannot be read must not be dropped: without it the key would be accepted from
    /// more places, or from everywhere.
    static func blocks(of text: String) throws(StorageError) -> [AddressBlock] {
        var blocks: [AddressBlock] = []
        for part in text.split(separator: " ") {
            guard let block = AddressBlock(part) else { throw .unreadable(column: 0) }
            blocks.append(block)
        }
        return blocks
    }
}
