import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers every error in the words of whoever asked: JSON for a dialect, a page for a person.
struct FaultMiddleware: RouterMiddleware {
    let plainPage: PlainPage
    let logger: Logger
    let random: RandomText

    @concurrent
    func handle(
        _ request: Request,
        context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return answer(status: error.status, to: request)
        } catch is NIOTooManyBytesError {
            return answer(status: .contentTooLarge, to: request)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.error("request failed", metadata: ["error": "\(error)"])
            return answer(status: .internalServerError, to: request)
        }
    }

    private func answer(status: HTTPResponse.Status, to request: Request) -> Response {
        if request.uri.path.hasPrefix("/v1") {
            let fault: OkiPaysFault =
                switch status {
                case .notFound: .notFound
                default: .ourFault
                }
            return .json(fault.body(token: ""), status: fault.status)
        }
        if request.uri.path.hasPrefix("/api-gateway") || request.uri.path.hasPrefix("/partner") {
            let fault: OnchainPayFault =
                switch status {
                case .notFound: .methodNotFound(String(request.uri.path.prefix(100)))
                case .methodNotAllowed: .notPost
                default: .ourFault
                }
            return .json(fault.body(requestID: random.uuid()), status: fault.status)
        }
        let language = PageLanguage(of: request)
        let model: PlainPageModel =
            switch status {
            case .notFound: PlainPageModel(.noPageHeading, .noPageText, in: language)
            case .contentTooLarge:
                PlainPageModel(
                    assets: .embedded,
                    heading: "That is too large",
                    text: "Go back and send less, such as a smaller picture."
                )
            default: .ourFault(.embedded, in: language)
            }
        return .page(plainPage.render(model), status: status).written(in: language.language)
    }
}
