package import Gateway
package import Hummingbird
package import Payments

/// Everything Florin answers over HTTP, as one router.
package struct Site {
    private let gateway: Gateway
    private let health: NetworkHealth
    private let publicURL: String
    private let sandbox: (desk: SandboxDesk, controlToken: SecretText)?
    private let callbacks: CallbackClient
    private let metrics: @Sendable () -> String
    private let trustedProxies: [AddressBlock]

    /// Puts the pages and dialects of a gateway together.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    /// `sandbox`: The simulated networks and the token of `florin sandbox`, where there are any.
    /// `callbacks`: What reaches shops, for test notifications.
    /// `trustedProxies`: Reverse proxies beside those of this machine that are believed.
    /// `metrics`: The Prometheus text of the moment.
    package init(
        _ gateway: Gateway,
        health: NetworkHealth,
        publicURL: String,
        sandbox: (desk: SandboxDesk, controlToken: SecretText)?,
        callbacks: CallbackClient,
        trustedProxies: [AddressBlock] = [],
        metrics: @escaping @Sendable () -> String
    ) {
        self.gateway = gateway
        self.health = health
        self.publicURL = publicURL
        self.sandbox = sandbox
        self.callbacks = callbacks
        self.trustedProxies = trustedProxies
        self.metrics = metrics
    }

    /// The dialects that notifications are written in.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    package static func notificationDialects(
        for gateway: Gateway,
        publicURL: String
    ) -> [any NotificationDialect] {
        let showcase = Showcase(gateway)
        return [
            OkiPaysCallback(showcase: showcase),
            OnchainPayWebhook(gateway, showcase: showcase, publicURL: publicURL),
        ]
    }

    /// The router with every route.
    package func router() throws -> Router<SiteContext> {
        let plainPage = try PlainPage()
        let showcase = Showcase(gateway)
        let router = Router(context: SiteContext.self)
        router.add(middleware: ProxyMiddleware(proxies: trustedProxies))
        router.add(middleware: HeaderMiddleware(isSecure: publicURL.hasPrefix("https://")))
        router.add(middleware: CompressionMiddleware())
        router.add(
            middleware: FaultMiddleware(
                plainPage: plainPage,
                logger: gateway.logger,
                random: gateway.random
            )
        )
        OkiPaysRoutes(gateway, showcase: showcase, publicURL: publicURL).add(to: router)
        OnchainPayRoutes(gateway, showcase: showcase, publicURL: publicURL).add(to: router)
        try CheckoutRoutes(gateway, showcase: showcase, isSandbox: sandbox != nil).add(to: router)
        LiveRoutes(gateway, plainPage: plainPage).add(to: router)
        BrandRoutes(gateway).add(to: router)
        SiteRoutes(
            gateway: gateway,
            health: health,
            metrics: metrics,
            plainPage: plainPage,
            isSandbox: sandbox != nil
        ).add(to: router)
        try DocumentRoutes(publicURL: publicURL).add(to: router)
        try CabinetRoutes(
            gateway,
            health: health,
            showcase: showcase,
            publicURL: publicURL,
            sandbox: sandbox?.desk,
            callbacks: callbacks
        ).add(to: router)
        if let sandbox {
            try SandboxRoutes(
                gateway,
                desk: sandbox.desk,
                showcase: showcase,
                controlToken: sandbox.controlToken
            ).add(to: router)
        }
        return router
    }
}
