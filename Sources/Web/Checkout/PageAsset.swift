import Crypto

/// A file that pages load, under a name that changes with its content and may be kept for ever.
struct PageAsset: Sendable {
    let path: String
    let content: StaticContent
    var bytes: [UInt8] { content.bytes }

    private init(_ name: String, suffix: String, mediaType: String, bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes).prefix(8)
        let hash = digest.map { String($0 >> 4, radix: 16) + String($0 & 0xf, radix: 16) }.joined()
        path = "/assets/\(name)-\(hash).\(suffix)"
        content = StaticContent(bytes, type: mediaType, cacheControl: StaticContent.forEver)
    }

    static let stylesheet = PageAsset(
        "checkout",
        suffix: "css",
        mediaType: "text/css; charset=utf-8",
        bytes: PackageResources.checkout_css
    )

    static let script = PageAsset(
        "checkout",
        suffix: "js",
        mediaType: "text/javascript; charset=utf-8",
        bytes: PackageResources.checkout_js + PackageResources.checkout_embed_js
    )

    /// The checkout's style sheet and what the cabinet adds to it.
    static let cabinetStylesheet = PageAsset(
        "cabinet",
        suffix: "css",
        mediaType: "text/css; charset=utf-8",
        bytes: PackageResources.checkout_css + PackageResources.cabinet_css
            + PackageResources.cabinet_overview_css
            + PackageResources.cabinet_invoices_css
            + PackageResources.cabinet_wallets_css
            + PackageResources.cabinet_settings_css
    )

    static let all = [stylesheet, script, cabinetStylesheet]
}
