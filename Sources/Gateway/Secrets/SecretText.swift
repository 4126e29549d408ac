/// A secret that prints as redacted, compares nowhere, and is shown only on request.
package struct SecretText: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Wraps a secret.
    package init(_ text: String) { self.text = text }

    /// The secret itself: for signing, and for showing it once to its owner.
    package func revealed() -> String { text }

    package var description: String { "(redacted)" }

    package var debugDescription: String { "(redacted)" }

    /// Shows nothing to a debugger's dump.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
