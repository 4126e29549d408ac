/// Where somebody goes on after he signed in: a page of the cabinet and nothing else.
enum ReturnPath {
    static let start = "/cabinet"
    private static let bytesMax = 1_024

    /// The path that was asked for, or the cabinet's first page where it leads anywhere else
    /// (OWASP: unvalidated redirects).
    static func checked(_ text: String?) -> String {
        guard let text, text.utf8.count <= bytesMax,
            text == start || text.hasPrefix(start + "/") || text.hasPrefix(start + "?"),
            !text.contains("//"), !text.contains("\\"), !text.contains(".."),
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return start }
        // Neither signing in again nor a link that was used is where anybody wants to go.
        for page in ["sign-in", "sign-out", "start"] where text.hasPrefix("\(start)/\(page)") {
            return start
        }
        return text
    }
}
