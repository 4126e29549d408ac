import Foundation
import Rigs
import Testing

/// A merchant's named fees, set by command and added by invoices.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TariffCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let sepa = "SEPA_WITHDRAWAL=1.5%,min=0.50,max=5"

    private func run(_ arguments: String...) async throws -> FlorinCommand.Outcome {
        try await FlorinCommand.run(arguments + ["--data", "\(folder.path)/data"])
    }

    @Test func `tariffs are set, shown, replaced and removed`() async throws {
        #expect(try await run("merchant", "create", "--name", "Tea").status == 0)
        let made = try await run(
            "merchant",
            "set",
            "Tea",
            "--tariff",
            Self.sepa,
            "--tariff",
            "HANDLING=2.50,internal",
            "--json"
        )
        let first: JSONValue = [
            "name": "SEPA_WITHDRAWAL", "type": "PERCENT", "amount": "1.5", "minAmount": "0.5",
            "maxAmount": "5", "invoiceAdditionalFee": true,
        ]
        let second: JSONValue = [
            "name": "HANDLING", "type": "FIXED", "amount": "2.5", "minAmount": .null,
            "maxAmount": .null, "invoiceAdditionalFee": false,
        ]
        #expect(made.json["merchant"]["tariffs"] == [first, second])
        #expect(made.output.contains(#""minAmount":null"#))
        let words = try await run("merchant", "show", "Tea").output
        #expect(
            words.contains("tariff:         SEPA_WITHDRAWAL 1.5 %, at least 0.5 USD, at most 5 USD")
        )
        #expect(words.contains("tariff:         HANDLING 2.5 USD, not for invoices"))
        let changed = try await run(
            "merchant",
            "set",
            "Tea",
            "--tariff",
            "SEPA_WITHDRAWAL=",
            "--tariff",
            "HANDLING=0.01%",
            "--json"
        )
        let tariffs = changed.json["merchant"]["tariffs"]
        #expect(tariffs.elements.count == 1)
        #expect(tariffs[0]["amount"] == "0.01")
        #expect(tariffs[0]["invoiceAdditionalFee"] == true)
        let shown = try await run("merchant", "show", "Tea", "--json")
        #expect(shown.json == changed.json)
    }

    @Test func `late terms are set and shown, and the other settings stay`() async throws {
        #expect(try await run("merchant", "create", "--name", "Tea").status == 0)
        let before = try await run("merchant", "show", "Tea", "--json").json["merchant"]
        #expect(before["lateWindowSeconds"] == 86_400)
        #expect(before["lateTolerancePercent"] == "1")
        let changed = try await run(
            "merchant",
            "set",
            "Tea",
            "--late-window",
            "2h",
            "--late-tolerance-percent",
            "0.25",
            "--insurance-percent",
            "100",
            "--json"
        ).json["merchant"]
        #expect(changed["lateWindowSeconds"] == 7_200)
        #expect(changed["lateTolerancePercent"] == "0.25")
        #expect(changed["insurancePercent"] == "100")
        #expect(changed["tariffs"] == [])
        #expect(changed["tolerancePercent"] == before["tolerancePercent"])
    }

    @Test(arguments: [
        ("--tariff", "X"), ("--tariff", "sepa=1%"), ("--tariff", "X=101%"),
        ("--tariff", "X=1%,min=6,max=5"), ("--tariff", "X=2.50,min=1"), ("--tariff", "X=1.005"),
        ("--tariff", "X="), ("--late-window", "1w"), ("--late-tolerance-percent", "100"),
        ("--insurance-percent", "100.1"),
    ])
    func `a setting that cannot be is refused, and nothing changes`(option: String, value: String)
        async throws
    {
        #expect(try await run("merchant", "create", "--name", "Tea").status == 0)
        let before = try await run("merchant", "show", "Tea", "--json").json
        let outcome = try await run("merchant", "set", "Tea", "--tariff", "A=1", option, value)
        #expect(outcome.status == 65)
        #expect(outcome.errors.hasPrefix("florin: \(option) "))
        #expect(try await run("merchant", "show", "Tea", "--json").json == before)
    }

    /// A coin with the amounts due that Docs/PRICING.md gives for 30 USD.
    private struct Column {
        let ticker: String
        let network: String
        let dues: [String]
    }

    private static let columns = [
        Column(
            ticker: "BTC",
            network: "bitcoin",
            dues: [
                "0.00044694", "0.00046694", "0.00045439", "0.00048419", "0.00049164", "0.00045141",
                "0.00051611",
            ]
        ),
        Column(
            ticker: "LTC",
            network: "litecoin",
            dues: [
                "0.34321016", "0.34331016", "0.34893033", "0.37181101", "0.37753118", "0.34664227",
                "0.38106328",
            ]
        ),
        Column(
            ticker: "USDT",
            network: "tron",
            dues: [
                "30.006002", "33.76489", "30.506102", "32.506502", "33.006602", "30.306062",
                "37.06555",
            ]
        ),
    ]

    private static let asked: [[String: JSONValue]] = [
        [:], ["includeFee": true], ["additionalFees": ["SEPA_WITHDRAWAL"]],
        ["additionalFees": ["FIXED"]], ["additionalFees": ["SEPA_WITHDRAWAL", "FIXED"]],
        ["insurancePercent": "1"],
        [
            "includeFee": true, "additionalFees": ["SEPA_WITHDRAWAL", "FIXED"],
            "insurancePercent": "1",
        ],
    ]

    /// The network fees of Docs/PRICING.md.
    private static let catalogue = """
        {"networks": [
            {"id": "litecoin", "coins": [{"asset": "LTC", "networkFee": "0.0001"}]},
            {"id": "tron", "coins": [{"asset": "USDT", "networkFee": "13.7409"}]}
        ]}
        """

    @Test func `fees change the amount due as the page on pricing says`() async throws {
        let file = "\(folder.path)/catalogue.json"
        try Self.catalogue.write(toFile: file, atomically: true, encoding: .utf8)
        let world = try await SandboxShop(environment: [
            "FLORIN_ALLOW_PRIVATE_CALLBACKS": "true", "FLORIN_CATALOGUE_FILE": file,
        ])
        for (ticker, dollars) in [
            ("BTC", "67123.45"), ("LTC", "87.41"), ("USDT", "0.9998"), ("TRX", "0.2735"),
        ] {
            try await world.florin.json("sandbox", "rate", ticker, dollars)
        }
        // What another process sets holds for the running server's next call.
        try await world.florin.json(
            "merchant",
            "set",
            "Shop",
            "--tariff",
            Self.sepa,
            "--tariff",
            "FIXED=2.50",
            "--tariff",
            "HIDDEN=1,internal"
        )
        func due(_ fields: [String: JSONValue]) async throws -> JSONValue {
            let made = try await world.make(fields)
            return made["currencies"][0]["networks"][0]["amount"]
        }
        for column in Self.columns {
            for (fields, expected) in zip(Self.asked, column.dues) {
                let offer: [String: JSONValue] = [
                    "amount": "30",
                    "currencies": [
                        ["currency": .string(column.ticker), "networks": [.string(column.network)]]
                    ],
                ]
                let found = try await due(offer.merging(fields) { $1 })
                #expect(found == .string(expected), "\(column.ticker) \(fields)")
            }
        }
        let sepa: [String: JSONValue] = [
            "additionalFees": ["SEPA_WITHDRAWAL"], "currencies": [["currency": "LTC"]],
        ]
        #expect(try await due(sepa.merging(["amount": "100"]) { $1 }) == "1.16119438")
        #expect(try await due(sepa.merging(["amount": "1000"]) { $1 }) == "11.49754033")
        for name in ["HIDDEN", "NOBODYS"] {
            let refused = try await world.caller.call(
                "make-invoice",
                ["currency": "USD", "amount": "30", "additionalFees": [.string(name)]]
            )
            #expect(!refused.isSuccess)
            #expect(refused.message.contains(name))
        }
    }
}
