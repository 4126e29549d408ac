import HTTPTypes
import Hummingbird
import Payments

/// One route of the cabinet and who may take it: what the router, its guard and the test that walks
/// them all read.
struct CabinetRoute: Sendable {
    /// Who may take a route.
    enum Access: Sendable, Hashable {
        /// Everybody, signed in or not.
        case anyone
        /// Everybody who is signed in.
        case signedIn
        /// Whoever has this role, or a greater one, for the merchant in the path.
        case merchant(Role)
        /// Owners.
        case owner
    }

    let method: HTTPRequest.Method
    /// Below `/cabinet/`, such as `m/{merchant}/invoices/{code}`.
    let path: String
    let access: Access
    let handle: @Sendable (CabinetRequest) async throws -> Response

    static func get(
        _ path: String,
        _ access: Access,
        _ handle: @escaping @Sendable (CabinetRequest) async throws -> Response
    ) -> CabinetRoute {
        CabinetRoute(method: .get, path: path, access: access, handle: handle)
    }

    static func post(
        _ path: String,
        _ access: Access,
        _ handle: @escaping @Sendable (CabinetRequest) async throws -> Response
    ) -> CabinetRoute {
        CabinetRoute(method: .post, path: path, access: access, handle: handle)
    }
}
