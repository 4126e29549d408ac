/// A token or key that does not print itself, also not where a client is printed or dumped.
struct ClientSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func revealed() -> String { text }

    var description: String { "redacted" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
