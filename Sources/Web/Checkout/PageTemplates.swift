import Mustache

/// The compiled templates of the pages, which fill in nothing that is not escaped.
struct PageTemplates: Sendable {
    private var library = MustacheLibrary()

    /// Throws where a template does not parse, which a test finds before a payer does.
    init(_ sources: [(name: String, source: [UInt8])]) throws {
        MustacheContentTypes.register(HTMLText(), named: HTMLText.contentTypeName)
        for (name, source) in sources {
            // The pragma has to open every template: a partial starts again with the library's own
            // way of escaping.
            let pragma = "{{% CONTENT_TYPE:\(HTMLText.contentTypeName)}}"
            try library.register(
                pragma + String(decoding: source, as: UTF8.self),
                named: name
            )
        }
    }

    /// Templates read the model's stored properties by reflection; this is the one untyped place.
    func render(_ model: some Sendable, with name: String) -> String {
        guard let page = library.render(model, withTemplate: name) else {
            preconditionFailure("no template is named \(name)")
        }
        return page
    }
}
