import HTTPTypes
import Hummingbird

/// The language of a page, and whether the payer picked it himself.
struct PageLanguage: Sendable, Hashable {
    /// The field of queries and forms that keeps a picked language.
    static let fieldName = "lang"

    let language: Language
    /// Then every link and form of the page keeps it.
    let isPicked: Bool

    init(_ language: Language, isPicked: Bool = false) {
        self.language = language
        self.isPicked = isPicked
    }

    /// The one named by `?lang=`, or else the one that the browser prefers.
    init(of request: Request, form: FormText? = nil) {
        let name = Substring(Self.fieldName)
        let picked = form?[Self.fieldName] ?? request.uri.queryParameters[name].map(String.init)
        if let language = picked.flatMap(Language.init) {
            self.init(language, isPicked: true)
        } else {
            // Two fields of one name are one list (RFC 9110, 5.3).
            let header = request.headers[values: .acceptLanguage].joined(separator: ",")
            self.init(.negotiated(header))
        }
    }

    var words: Words { Words.of(language) }

    /// A path of the same site that keeps a picked language.
    func keeping(_ path: String) -> String {
        guard isPicked else { return path }
        let mark = path.contains("?") ? "&" : "?"
        return "\(path)\(mark)\(Self.fieldName)=\(language.rawValue)"
    }

    /// The same for a form.
    var fields: [FormField] {
        isPicked ? [FormField(name: Self.fieldName, value: language.rawValue)] : []
    }
}

extension Response {
    /// The same page, with the headers that tell caches and readers its language.
    func written(in language: Language) -> Response {
        var response = self
        response.headers[.contentLanguage] = language.rawValue
        response.headers.append(HTTPField(name: .vary, value: "Accept-Language"))
        return response
    }
}
