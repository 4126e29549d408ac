/// What a page with one message says.
struct PlainPageModel: Sendable {
    let assets: PageAssets
    let title: String
    let heading: String
    let text: String
    let linkURL: String?
    let linkText: String?

    init(
        assets: PageAssets,
        heading: String,
        text: String,
        linkURL: String? = nil,
        linkText: String? = nil
    ) {
        self.assets = assets
        title = heading
        self.heading = heading
        self.text = text
        self.linkURL = WebLink.checked(linkURL)
        self.linkText = linkText
    }

    static func invoiceNotFound(_ assets: PageAssets) -> PlainPageModel {
        PlainPageModel(
            assets: assets,
            heading: "There is no such invoice",
            text: "Check the link, or ask the shop for a new one. Do not send anything."
        )
    }

    static func ourFault(_ assets: PageAssets) -> PlainPageModel {
        PlainPageModel(
            assets: assets,
            heading: "Something went wrong here",
            text: "Nothing you have sent is lost. Please load the page again in a minute."
        )
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
