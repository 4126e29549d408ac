import Chains
import Gateway
import Hummingbird
import Logging
import Payments
import Storage
import Testing
import Wire

@testable import Web

/// The document of both dialects tells of what the code answers, and of nothing else.
struct OpenAPITests {
    private static let publicURL = "https://pay.example"
    private let document: APIDocument
    private let gateway: Gateway

    init() throws {
        document = try APIDocument(publicURL: Self.publicURL)
        gateway = Gateway(
            store: try Store(sqlitePath: FileFolder().path + "/florin.db"),
            catalogue: .standard,
            networks: [],
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 0, count: 32)),
            time: TimeSource(now: { Instant(seconds: 1_700_000_000) }),
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    // MARK: - The document in itself

    @Test func `the server's own URL is the one in it`() throws {
        let url = "https://shop.example/pay"
        let root = try APIDocument(publicURL: url).root
        #expect(root["openapi"] == "3.1.0")
        #expect(root["servers"] == [["url": .string(url)]])
        // What is sent can be read again.
        #expect(try JSONValue.parse(root.encoded(), limits: .answer) == root)
    }

    @Test func `every reference leads to something`() {
        let references = Self.references(in: document.root)
        #expect(references.count > 100)
        for reference in references {
            #expect(document.target(of: reference) != nil, "\(reference)")
        }
    }

    @Test func `nothing that is described is left out of the rest`() {
        let used = Set(Self.references(in: document.root))
        // No operation answers so; a path or an HTTP method that does not exist does.
        let beside: Set = [
            "responses/OkiPaysNotFound", "responses/MethodNotFound", "responses/NotPost",
        ]
        for kind in ["schemas", "responses", "requestBodies"] {
            for (name, _) in document.members(of: document.root["components"]?[kind]) {
                let isUsed = used.contains("#/components/\(kind)/\(name)")
                #expect(isUsed || beside.contains("\(kind)/\(name)"), "\(kind)/\(name)")
            }
        }
    }

    @Test func `every operation has a name of its own, a summary, and fields that are explained`() {
        let all = document.operations + document.webhooks
        let names = all.compactMap { $0.value["operationId"]?.string }
        #expect(names.count == all.count)
        #expect(Set(names).count == names.count)
        for operation in all {
            #expect(operation.value["summary"]?.string?.isEmpty == false, "\(operation.path)")
        }
        let requests = all.map { ($0.path, document.schema(of: $0.value["requestBody"])) }
        let objects = DocumentPageModel(document, assets: .embedded).objects
            .map { ($0.anchor, document.target(of: "#/components/schemas/\($0.anchor)")) }
        #expect(objects.count > 20)
        for (name, schema) in requests + objects {
            for field in document.fields(of: schema) {
                #expect(!field.fieldText.isEmpty, "\(name) \(field.name)")
                #expect(!field.typeText.isEmpty, "\(name) \(field.name)")
            }
        }
    }

    // MARK: - Against the routes

    @Test func `the paths of OkiPays are its routes`() throws {
        let router = Router(context: SiteContext.self)
        let showcase = Showcase(gateway)
        OkiPaysRoutes(gateway, showcase: showcase, publicURL: Self.publicURL).add(to: router)
        let routes = router.routes.map { "\($0.method.rawValue) \($0.path)" }
        let described = document.operations.filter { $0.path.hasPrefix("/v1/") }
            .map { "\($0.method) \($0.path)" }
        #expect(Set(described) == Set(routes))
        #expect(!routes.isEmpty)
    }

    @Test func `the paths of OnchainPay are its methods, and what it refuses`() {
        let routes = OnchainPayRoutes(
            gateway,
            showcase: Showcase(gateway),
            publicURL: Self.publicURL
        )
        let methods = Set(routes.opening.keys).union(routes.methods.keys).union(["test-signature"])
        var refused: Set<String> = []
        var described: Set<String> = []
        for operation in document.operations where operation.path.hasPrefix("/api-gateway/") {
            let name = OnchainPayRoutes.name(of: operation.path)
            let statuses = document.members(of: operation.value["responses"]).map(\.key)
            #expect(operation.method == "POST")
            let isRefused = OnchainPaySpending.refusal(of: name) != nil
            #expect(isRefused != statuses.contains("200"), "\(name)")
            #expect(!isRefused || statuses.contains("501"), "\(name)")
            if isRefused { refused.insert(name) } else { described.insert(name) }
        }
        #expect(described == methods)
        #expect(methods.count > 15)
        for (prefix, _) in OnchainPaySpending.reasons {
            #expect(refused.contains { $0.hasPrefix(prefix) }, "\(prefix)")
        }
    }

    // MARK: - Against the faults

    private static let okipaysFaults: [OkiPaysFault] = [
        .badCredentials, .forbidden(.wrongAddress), .forbidden(.notPermitted), .badSignature,
        .oldRequestID, .requestIDRequired,
        .badField("price", .required), .badBody("is empty"), .orderExists, .rateNotAvailable,
        .orderNotFound, .orderIDRequired, .currencyNotAvailable, .bodyTooLarge(bytesMax: 65_536),
        .notFound, .ourFault,
    ]

    private static let onchainPayFaults: [OnchainPayFault] = [
        .unauthorized("no"), .badSignature, .badNonce("no"), .nonceUsed,
        .forbidden(.wrongAddress), .forbidden(.notPermitted),
        .invalid(field: "a", "no"), .badBody("no"), .methodNotFound("a"), .notPost,
        .bodyTooLarge(bytesMax: 262_144), .currencyNotAvailable("no"), .amountOutOfRange("no"),
        .rateNotAvailable, .invoiceNotFound, .externalIDConflict, .orderNotFound, .userNotFound,
        .webhookNotFound, .advancedBalanceNotFound, .addressNotFound, .depositNotFound,
        .notImplemented("no"), .ourFault,
    ]

    /// An answer of the document: its HTTP status, and the fixed members of the error in it.
    private struct Described {
        let statuses: Set<String>
        let error: JSONValue
    }

    /// Every error with the statuses under which answers carry it.
    private var described: [Described] {
        let named = document.members(of: document.root["components"]?["responses"])
        let beside = [
            "OkiPaysNotFound": "404", "MethodNotFound": "404", "NotPost": "405",
        ]
        return named.flatMap { name, response -> [Described] in
            let statuses = document.operations.flatMap { operation in
                document.members(of: operation.value["responses"])
                    .filter { $0.value["$ref"]?.string?.hasSuffix("/\(name)") == true }.map(\.key)
            }
            let schema = document.schema(of: response)
            let carrier = schema?["properties"]?["error"] ?? schema
            return (carrier?["oneOf"]?.array ?? [carrier].compactMap { $0 })
                .compactMap(document.resolved(_:)).map { error in
                    Described(
                        statuses: Set(statuses + [beside[name]].compactMap { $0 }),
                        error: error
                    )
                }
        }
    }

    /// Whether an error has the members of a schema, and the values that the schema fixes.
    private func fits(_ error: JSONValue, _ schema: JSONValue) -> Bool {
        let properties = document.members(of: schema["properties"])
        let names = document.members(of: error).map(\.key)
        return Set(names) == Set(properties.map(\.key))
            && properties.allSatisfy { name, property in
                property["const"].map { $0 == error[name] } ?? true
            }
    }

    @Test(arguments: okipaysFaults)
    func `every fault of OkiPays is described under its status`(_ fault: OkiPaysFault) {
        let body = fault.body(token: "t")
        #expect(
            described.contains {
                $0.statuses.contains("\(fault.status.code)") && fits(body, $0.error)
            }
        )
    }

    @Test(arguments: onchainPayFaults)
    func `every fault of OnchainPay is described under its status`(_ fault: OnchainPayFault) {
        let error = fault.body(requestID: "r")["error"] ?? .null
        #expect(
            described.contains {
                $0.statuses.contains("\(fault.status.code)") && fits(error, $0.error)
            }
        )
    }

    @Test func `every error that is described is a fault, with the status that the fault has`() {
        let faults =
            Self.okipaysFaults.map { ("\($0.status.code)", $0.body(token: "t")) }
            + Self.onchainPayFaults.map {
                ("\($0.status.code)", $0.body(requestID: "r")["error"] ?? .null)
            }
        for entry in described {
            for status in entry.statuses {
                #expect(
                    faults.contains { $0.0 == status && fits($0.1, entry.error) },
                    "\(status) \(entry.error["title"]?.string ?? "")"
                )
            }
        }
    }

    @Test func `the status words are those of the code`() {
        let schemas = document.root["components"]?["schemas"]
        func words(_ name: String) -> [String] {
            (schemas?[name]?["enum"]?.array ?? []).compactMap(\.string)
        }
        let invoices = OnchainPayInvoiceStatus.allCases.map(\.rawValue)
        let orders = OnchainPayOrderStatus.allCases.map(\.rawValue)
        #expect(
            words("OkiPaysStatusText")
                == OkiPaysStatus.allCases.sorted { $0.rawValue < $1.rawValue }.map(\.text)
        )
        #expect(Set(words("InvoiceStatus")) == Set(invoices))
        #expect(Set(words("OrderStatus")) == Set(orders))
    }

    // MARK: - The page

    @Test func `the page names every method and every object it links to`() throws {
        let model = DocumentPageModel(document, assets: .embedded)
        let html = try DocumentPage().render(model)
        for operation in document.operations {
            #expect(html.contains("<code>\(operation.path)</code>"), "\(operation.path)")
        }
        let anchors = Set(html.matches(of: /id="([^"]+)"/).map { String($0.1) })
        for link in html.matches(of: /href="#([^"]+)"/) {
            #expect(anchors.contains(String(link.1)), "\(link.1)")
        }
        #expect(!html.contains("<script"))
        #expect(!html.contains("style="))
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { key, member in
                key == "$ref" ? [member.string].compactMap { $0 } : references(in: member)
            }
        case .array(let items): items.flatMap(references(in:))
        case .string, .number, .bool, .null: []
        }
    }
}
