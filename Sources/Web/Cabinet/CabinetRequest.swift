import Gateway
import HTTPTypes
import Hummingbird
import Payments

/// A request to the cabinet that its guard let through: who asks, for which merchant, with what.
struct CabinetRequest: Sendable {
    let request: Request
    let context: SiteContext
    /// Where the browser is, as text.
    let address: String
    /// Who asks; nil on routes that are for anyone.
    let signedIn: SignedIn?
    /// The merchant of the path; nil on routes that are about none.
    let merchant: Merchant?
    /// The first of the merchants he may see, to change to; empty on routes that are about none.
    let neighbours: [Merchant]
    /// What he may do for that merchant.
    let role: Role?
    /// The posted body; empty for GET.
    let body: [UInt8]
    /// The posted fields; empty for GET and for bodies of another type.
    let form: FormText

    /// Where the browser is and what it calls itself.
    var visit: Visit {
        Visit(address: address, agent: request.headers[.userAgent] ?? "")
    }

    /// Whoever is signed in; a route that is for anyone is a programmer's error.
    var visitor: SignedIn {
        guard let signedIn else { preconditionFailure("the route is for anyone") }
        return signedIn
    }

    /// A field that is typed once and shown never again.
    func secret(_ name: String) -> SecretText { SecretText(form[name] ?? "") }

    /// A part of the path by its name; a route that has no such part is a programmer's error.
    func parameter(_ name: String) -> String {
        guard let value = context.parameters.get(name) else {
            preconditionFailure("the route has no parameter \(name)")
        }
        return value
    }

    /// A field of the query, or nil.
    func query(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    /// The merchant that the guard found; a route about none is a programmer's error.
    var ownMerchant: Merchant {
        guard let merchant else { preconditionFailure("the route is about no merchant") }
        return merchant
    }

    /// Who changes are written down for.
    var actor: Actor {
        guard let signedIn else { preconditionFailure("the route is for anyone") }
        return signedIn.actor
    }

    /// Whether he may change what he sees.
    var mayChange: Bool { (role ?? .viewer) >= .manager }

    /// `/cabinet/m/m_…/` and what follows.
    func path(_ rest: String) -> String { "/cabinet/m/\(ownMerchant.id.text)/\(rest)" }

    /// Back to a page of the merchant, which says once what was done.
    func done(_ notice: CabinetNotice, at rest: String) -> Response {
        .seeOther(path(rest) + "?done=\(notice.rawValue)")
    }
}
