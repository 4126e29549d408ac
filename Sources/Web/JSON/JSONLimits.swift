/// How much of a JSON text is read before it is refused.
struct JSONLimits: Sendable, Hashable {
    var bytesMax: Int
    var depthMax: Int
    var membersMax: Int
    var numberBytesMax: Int

    /// What a request of a shop may be: its documented bodies stay below 4 KB and five levels.
    static let request = JSONLimits(
        bytesMax: 64 * 1024,
        depthMax: 32,
        membersMax: 256,
        numberBytesMax: 64
    )
}
