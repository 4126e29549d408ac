/// Compares secrets without telling by its duration where they differ.
package enum ConstantTime {
    /// Whether both texts have the same bytes; only a difference in length shows in the duration.
    package static func areEqual(_ left: String, _ right: String) -> Bool {
        areEqual(Array(left.utf8), Array(right.utf8))
    }

    /// Whether both are the same bytes; only a difference in length shows in the duration.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
