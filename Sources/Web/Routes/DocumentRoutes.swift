import HTTPTypes
import Hummingbird
import Wire

/// The document of both dialects: `/openapi.json` for programs, `/docs` for people.
struct DocumentRoutes {
    private let document: StaticContent
    private let page: StaticContent

    /// Makes both once.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    init(publicURL: String) throws {
        let document = try APIDocument(publicURL: publicURL)
        self.document = StaticContent(
            document.root.encoded(),
            type: "application/json",
            cacheControl: StaticContent.forMinutes
        )
        let html = try DocumentPage().render(DocumentPageModel(document, assets: .embedded))
        page = StaticContent(
            Array(html.utf8),
            type: "text/html; charset=utf-8",
            cacheControl: StaticContent.forMinutes
        )
    }

    func add(to router: Router<SiteContext>) {
        router
            .get("openapi.json") { request, _ in document.response(to: request) }
            .get("docs") { request, _ in
                var response = page.response(to: request)
                response.headers[.contentSecurityPolicy] = PagePolicy.contentSecurityPolicy
                return response
            }
    }
}
