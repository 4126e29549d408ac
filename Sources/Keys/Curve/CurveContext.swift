import CSecp256k1

/// The one context that every curve operation of the process uses.
// The library only reads a context after creation (secp256k1.h: "multiple threads may use the same
// context" unless it is randomised or destroyed, neither of which is done here), so it may be
// shared.
@safe struct CurveContext: @unchecked Sendable {
    static let shared = CurveContext()

    let pointer: OpaquePointer

    private init() {
        guard let created = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 gave no context")
        }
        unsafe pointer = created
    }
}
