import Gateway
import HTTPTypes
import Hummingbird
import Payments

/// The merchant's pages: everything below `/cabinet`.
struct CabinetRoutes: Sendable {
    let gateway: Gateway
    let health: NetworkHealth
    let showcase: Showcase
    let pages: CabinetPages
    let publicURL: String
    let sandbox: SandboxDesk?
    let deliveries: DeliveryDesk
    let tester: NotificationTester

    init(
        _ gateway: Gateway,
        health: NetworkHealth,
        showcase: Showcase,
        publicURL: String,
        sandbox: SandboxDesk?,
        callbacks: CallbackClient
    ) throws {
        self.gateway = gateway
        self.health = health
        self.showcase = showcase
        self.publicURL = publicURL
        self.sandbox = sandbox
        let dialects = Site.notificationDialects(for: gateway, publicURL: publicURL)
        deliveries = DeliveryDesk(gateway, dialects: dialects)
        tester = NotificationTester(gateway, dialects: dialects, client: callbacks)
        pages = try CabinetPages(isSandbox: sandbox != nil)
    }

    /// Every route of the cabinet.
    var all: [CabinetRoute] {
        [
            .get("", .signedIn) { request in
                guard let user = request.signedIn?.user else { return pages.notFound() }
                let merchants = try await MerchantDesk(gateway).merchants(of: user)
                guard let first = merchants.first else {
                    return .seeOther(user.isOwner ? "/cabinet/merchants" : "/cabinet/account")
                }
                return .seeOther("/cabinet/m/\(first.id.text)/overview")
            }
        ]
            + overviewRoutes
            + invoicesRoutes
            + walletRoutes
            + keyRoutes
            + notificationRoutes
            + settingsRoutes
            + auditRoutes
            + signInRoutes + startRoutes + accountRoutes + usersRoutes + merchantsRoutes
            + installationRoutes
    }

    /// Looks after whoever signs in.
    var people: PeopleDesk { PeopleDesk(gateway) }

    func add(to router: Router<SiteContext>) {
        let guarding = CabinetGuard(
            gateway: gateway,
            people: people,
            pages: pages,
            publicURL: publicURL
        )
        for route in all {
            router.on(RouterPath("cabinet/\(route.path)"), method: route.method) {
                request,
                context in
                try await guarding.answer(request, context, by: route)
            }
        }
    }
}
