/// Where a page finds its style sheet and its script; the names change with their content.
struct PageAssets: Sendable, Hashable {
    let stylesheetURL: String
    let scriptURL: String

    /// The files of this binary, served at the same origin as the pages.
    static let embedded = PageAssets(
        stylesheetURL: PageAsset.stylesheet.path,
        scriptURL: PageAsset.script.path
    )

    /// Those of the cabinet, whose pages need no script.
    static let cabinet = PageAssets(
        stylesheetURL: PageAsset.cabinetStylesheet.path,
        scriptURL: PageAsset.script.path
    )
}

/// What the pages' `Content-Security-Policy` header has to say; they need nothing more.
enum PagePolicy {
    static let contentSecurityPolicy = contentSecurityPolicy(framedBy: nil)

    /// `origins`: Whose pages may frame the page, with blanks between them; nil for nobody's.
    static func contentSecurityPolicy(framedBy origins: String?) -> String {
        [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'",
            "img-src 'self' data:", "form-action 'self'", "base-uri 'none'",
            "frame-ancestors \(origins ?? "'none'")",
        ].joined(separator: "; ")
    }
}

/// A price as people read it, such as `49.90` and `EUR`.
struct PriceText: Sendable, Hashable {
    let amount: String
    let ticker: String
}

/// A moment until which something is open, for people and for the script that counts down.
struct Deadline: Sendable, Hashable {
    let unixSeconds: Int
    /// The server's time when the page was made, which the countdown goes by.
    let nowSeconds: Int
    /// Such as `2026-11-21T12:00:00Z`.
    let isoText: String
    /// Such as `Pay by 2026-11-21 12:00 UTC`.
    let payBy: Sentence
}

/// A field of a form that the payer does not see.
struct FormField: Sendable, Hashable {
    let name: String
    let value: String
}

/// A button of a form, posted as `action`.
struct FormButton: Sendable, Hashable {
    let value: String
    let label: String

    init(_ action: SandboxAction) {
        value = action.rawValue
        label = action.label
    }
}

/// An address that a shop gave us, fit to be followed from a page.
enum WebLink {
    /// Nil unless it begins with `http` or `https`: a link may carry a script instead (OWASP XSS).
    static func checked(_ text: String?) -> String? {
        guard let text, let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        return text[colon...].hasPrefix("://") ? text : nil
    }
}
