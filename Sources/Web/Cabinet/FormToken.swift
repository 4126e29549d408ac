import Gateway
import Wire

/// Compares what a form carries with what its session's forms carry.
enum FormToken {
    static func matches(_ given: String, _ expected: SecretText) -> Bool {
        ConstantTime.areEqual(given, expected.revealed())
    }
}
