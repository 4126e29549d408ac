/// What a page with one message says.
struct PlainPageModel: Sendable {
    let assets: PageAssets
    let languageTag: String
    let direction: String
    let title: String
    let heading: String
    let text: String
    let linkURL: String?
    let linkText: String?

    init(
        assets: PageAssets,
        language: Language = .english,
        heading: String,
        text: String,
        linkURL: String? = nil,
        linkText: String? = nil
    ) {
        self.assets = assets
        languageTag = language.rawValue
        direction = language.direction
        title = heading
        self.heading = heading
        self.text = text
        self.linkURL = WebLink.checked(linkURL)
        self.linkText = linkText
    }

    /// A message in the words of a language.
    ///
    /// `invoice`: Where the page leads back to; nil where there is no invoice.
    init(
        _ heading: Phrase,
        _ text: Phrase,
        assets: PageAssets = .embedded,
        in language: PageLanguage,
        backTo invoice: String? = nil
    ) {
        let words = language.words
        self.assets = assets
        languageTag = language.language.rawValue
        direction = language.language.direction
        title = words[heading]
        self.heading = words[heading]
        self.text = words[text]
        linkURL = invoice.map(language.keeping)
        linkText = invoice == nil ? nil : words[.backToInvoice]
    }

    static func invoiceNotFound(
        _ assets: PageAssets,
        in language: PageLanguage = PageLanguage(.english)
    ) -> PlainPageModel {
        PlainPageModel(.notFoundHeading, .notFoundText, assets: assets, in: language)
    }

    static func ourFault(
        _ assets: PageAssets,
        in language: PageLanguage = PageLanguage(.english)
    ) -> PlainPageModel {
        PlainPageModel(.faultHeading, .faultText, assets: assets, in: language)
    }
}

/// A page with one message, such as an invoice that does not exist.
struct PlainPage: Sendable {
    private let templates: PageTemplates

    init() throws {
        templates = try PageTemplates([
            ("layout", PackageResources.layout_mustache),
            ("plain", PackageResources.plain_mustache),
        ])
    }

    func render(_ model: PlainPageModel) -> String {
        templates.render(model, with: "plain")
    }
}
