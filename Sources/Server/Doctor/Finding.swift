/// What one check of the doctor found.
struct Finding: Encodable, Sendable {
    let check: String
    let ok: Bool
    let message: String
    /// Whether the operator mends it here, rather than somewhere else.
    let isConfiguration: Bool

    static func fine(_ check: String, _ message: String) -> Finding {
        Finding(check: check, ok: true, message: message, isConfiguration: false)
    }

    static func fault(
        _ check: String,
        _ message: String,
        isConfiguration: Bool = true
    ) -> Finding {
        Finding(check: check, ok: false, message: message, isConfiguration: isConfiguration)
    }
}
