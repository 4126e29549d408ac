import AsyncHTTPClient
import Foundation
import NIOCore
import Rigs
import Testing

/// Live prices in the running program: what it asks, and what it says of them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RateServiceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Providers on this machine: what Kraken and Coinbase say of Litecoin, in dollars for one
    /// and in ones for a dollar.
    private static func providers(kraken: String, coinbase: String) async throws -> ShopServer {
        let server = try await ShopServer.start()
        server.answers { call in
            if call.path.hasPrefix("/0/") {
                let prices = #"{"a":["\#(kraken)","1","1"],"b":["\#(kraken)","1","1"]}"#
                return .answer(#"{"error":[],"result":{"XLTCZUSD":\#(prices)}}"#)
            }
            if call.path.hasPrefix("/v2/") {
                return .answer(
                    #"{"data":{"currency":"USD","rates":{"LTC":"\#(coinbase)","EUR":"0.925"}}}"#
                )
            }
            return .status("503 Service Unavailable")
        }
        return server
    }

    /// A configuration with Litecoin, whose node does not answer.
    private func configuration(
        _ server: ShopServer,
        asking sources: JSONValue?,
        rates: JSONValue = [:]
    ) async throws -> String {
        let base = String(server.url.dropLast("/callback".count))
        let names = ["coingecko", "binance", "kraken", "coinbase", "okx", "ecb"]
        var config: [String: JSONValue] = [
            "networks": [
                "litecoin": [
                    "url": .string("http://127.0.0.1:\(try await FreePort.find())"),
                    "user": "x", "password": "x", "chain": "regtest",
                ]
            ],
            "rates": rates,
            "rateSource": .object(
                Dictionary(uniqueKeysWithValues: names.map { ($0, ["url": .string(base)]) })
            ),
        ]
        if let sources { config["rateSources"] = sources }
        let data = try JSONEncoder().encode(JSONValue.object(config))
        return try folder.write(String(decoding: data, as: UTF8.self), to: "rates.json")
    }

    private static func get(_ path: String, of florin: FlorinProcess) async throws -> String {
        let request = HTTPClientRequest(url: florin.url + path)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return String(buffer: try await response.body.collect(upTo: 1_000_000))
    }

    private static func words(_ outcome: FlorinCommand.Outcome) -> [String] {
        outcome.json["checks"].elements.filter { $0["check"].text?.hasPrefix("rate") == true }
            .map {
                "\($0["ok"] == true ? "ok" : "FAULT") \($0["check"].text ?? ""): "
                    + ($0["message"].text ?? "")
            }
    }

    @Test func `two sources that agree make the price, and everything says so`() async throws {
        let server = try await Self.providers(kraken: "87.40", coinbase: "0.0114")
        let file = try await configuration(server, asking: ["kraken", "coinbase"])
        let florin = try await FlorinProcess.start(["--config", file], in: folder)
        let metrics = try await Self.get("/metrics", of: florin)
        #expect(metrics.contains(#"florin_rate_sources{ticker="LTC",state="used"} 2"#))
        #expect(metrics.contains(#"florin_rate_sources{ticker="LTC",state="dropped"} 0"#))
        #expect(metrics.contains(#"florin_rate_weak{ticker="LTC"} 0"#))
        #expect(metrics.contains(#"florin_rate_weak{ticker="EUR"} 1"#))
        #expect(metrics.contains(#"florin_rate_source_up{source="kraken"} 1"#))
        let ready = try await Self.get("/readyz", of: florin)
        #expect(!ready.contains("rate LTC"), "\(ready)")
        #expect(ready.contains("rate EUR: from coinbase only"), "\(ready)")
        let doctor = try await florin.run("doctor", "--json", "--config", file)
        let words = Self.words(doctor)
        #expect(
            words.contains("ok rate LTC: 87.55964912 dollars, from coinbase, kraken"),
            "\(words)"
        )
        #expect(words.contains { $0.hasPrefix("ok rate source kraken: 1 prices; none of ") })
        #expect(words.contains("ok rate EUR: weak: from coinbase only"))
    }

    @Test func `two sources that differ quote nothing, and everything says so`() async throws {
        let server = try await Self.providers(kraken: "874", coinbase: "0.0114")
        let file = try await configuration(server, asking: ["kraken", "coinbase", "okx"])
        let florin = try await FlorinProcess.start(["--config", file], in: folder)
        let ready = try await Self.get("/readyz", of: florin)
        let why = "coinbase: the sources disagree"
        #expect(ready.contains("rate LTC: no fresh price (kraken: the sources disagree, \(why))"))
        let metrics = try await Self.get("/metrics", of: florin)
        #expect(metrics.contains(#"florin_rate_sources{ticker="LTC",state="used"} 0"#))
        #expect(metrics.contains(#"florin_rate_source_up{source="okx"} 0"#))
        let words = Self.words(try await florin.run("doctor", "--json", "--config", file))
        #expect(words.contains("FAULT rate source okx: answered HTTP 503"), "\(words)")
        #expect(words.contains { $0.hasPrefix("FAULT rates: there is no price for LTC: set") })
    }

    @Test func `who has configured every price is never asked to look elsewhere`() async throws {
        let server = try await Self.providers(kraken: "1", coinbase: "1")
        let fixed = try await configuration(server, asking: nil, rates: ["LTC": "87.41"])
        let florin = try await FlorinProcess.start(["--config", fixed], in: folder)
        #expect(!(try await Self.get("/readyz", of: florin)).contains("rate LTC"))
        let doctor = try await florin.run("doctor", "--json", "--config", fixed)
        #expect(Self.words(doctor) == ["ok rates: fixed, for 1 coins"])
        try await florin.kill()
        #expect(server.callbacks.isEmpty)
        // Without that price all are asked.
        let open = try await configuration(server, asking: nil, rates: ["BTC": "65000"])
        _ = try await florin.run("doctor", "--json", "--config", open)
        #expect(Set(server.callbacks.map(\.path)).count == 6)
    }

    @Test func `a list of sources that means nothing is refused`() async throws {
        let server = try await Self.providers(kraken: "1", coinbase: "1")
        for (bad, why) in [
            (["kraken", "mtgox"] as JSONValue, "mtgox"), ("kraken", "rateSources must be a list"),
        ] {
            let file = try await configuration(server, asking: bad)
            let outcome = try await FlorinCommand.run(
                ["doctor", "--json", "--data", "\(folder.path)/data", "--config", file]
            )
            #expect(outcome.status == 78)
            #expect(outcome.output.contains(why), "\(outcome.output)")
        }
        #expect(server.callbacks.isEmpty)
    }
}
