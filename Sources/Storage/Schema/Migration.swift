/// A numbered step of the schema; never edited once released, only followed by another.
struct Migration: Sendable {
    /// Its number: one more than the one before.
    let number: Int
    /// What it is for, in a line.
    let reason: String
    /// The statements, in order.
    let statements: [String]
    /// What follows them in the same transaction and is no statement, such as sums of what is
    /// stored.
    var complete: (@Sendable (Transaction) throws -> Void)?

    /// Every step, the first one first.
    static let all: [Migration] = [.first, .networks, .cabinet]
}
