import Hummingbird
import Wire

/// The document of both dialects: `/openapi.json` for programs, `/docs` for people.
struct DocumentRoutes {
    /// How long a client may keep either.
    private static let cacheControl = "public, max-age=300"

    private let document: [UInt8]
    private let page: String

    /// Makes both once.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    init(publicURL: String) throws {
        let document = try APIDocument(publicURL: publicURL)
        self.document = document.root.encoded()
        page = try DocumentPage().render(DocumentPageModel(document, assets: .embedded))
    }

    func add(to router: Router<SiteContext>) {
        router
            .get("openapi.json") { _, _ in
                cacheable(Response.content(document, type: "application/json"))
            }
            .get("docs") { _, _ in cacheable(Response.page(page)) }
    }

    private func cacheable(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = Self.cacheControl
        return response
    }
}
