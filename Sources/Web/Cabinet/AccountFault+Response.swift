import Gateway
import HTTPTypes
import Hummingbird

extension AccountFault {
    /// The status of a page that says it.
    var status: HTTPResponse.Status {
        switch self {
        case .wait: .tooManyRequests
        case .busy: .serviceUnavailable
        case .linkGone: .gone
        case .noSuchUser: .notFound
        case .lastOwner, .noSecondFactor, .nameTaken: .conflict
        case .nameFormat, .passwordShort, .passwordLong, .passwordWeak, .passwordsDiffer,
            .wrongPassword, .wrongCode:
            .unprocessableContent
        }
    }

    /// The page, with the time after which it may be tried again.
    func marking(_ page: Response) -> Response {
        guard case .wait(let seconds) = self else { return page }
        var page = page
        page.headers[.retryAfter] = String(seconds)
        return page
    }
}
