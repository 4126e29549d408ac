import Gateway
import Payments

/// Does what a button of the sandbox asks for with an invoice.
struct SandboxPress: Sendable {
    /// How many blocks the deeper reorganisation takes away.
    private static let deepBlocks = 3

    let desk: SandboxDesk
    let invoices: InvoiceDesk
    let showcase: Showcase

    func press(_ action: SandboxAction, for code: InvoiceCode) async throws {
        switch action {
        case .payInFull, .payHalf, .overpay, .payUnconfirmed, .payForeign, .payLate:
            try await pay(code, as: action)
        case .replace: try await replace(code)
        case .acceptForeign: try await acceptForeign(code)
        case .mineBlock: _ = try await desk.mine(try await network(of: code), blocks: 1)
        case .reorganise: _ = try await desk.reorganise(try await network(of: code), depth: 1)
        case .reorganiseDeep:
            let network = try await network(of: code)
            _ = try await desk.reorganise(network, depth: Self.deepBlocks)
        }
    }

    // The share is made in here: handed to an async function, two 128-bit integers crash the
    // program that Swift 6.3.1 makes of it.
    private func pay(_ code: InvoiceCode, as action: SandboxAction) async throws {
        // Where several coins are offered and none is chosen, the button takes the first one.
        let stored = try await stored(code)
        let coin = stored.facts.choices.last?.quote.coin ?? stored.invoice.coins.first
        _ = try await desk.pay(
            .code(code),
            in: CoinWish(
                network: coin?.network,
                ticker: coin?.asset.ticker,
                sentInstead: action == .payForeign ? coin.flatMap(sibling) : nil
            ),
            portion: .share(Self.share(of: action)),
            isLate: action == .payLate,
            isConfirmed: action != .payUnconfirmed
        )
    }

    private static func share(of action: SandboxAction) -> Ratio {
        switch action {
        case .payHalf: (try? Ratio(percent: "50")) ?? .one
        case .overpay: (try? Ratio(percent: "150")) ?? .one
        case .payInFull, .payUnconfirmed, .payForeign, .payLate, .replace, .acceptForeign,
            .mineBlock, .reorganise, .reorganiseDeep:
            .one
        }
    }

    /// Another coin of a coin's network, which a payer might send by mistake.
    private func sibling(of coin: Coin) -> String? {
        showcase.coins.map(\.coin)
            .first { $0.network == coin.network && $0.asset != coin.asset }?.asset.ticker
    }

    private func replace(_ code: InvoiceCode) async throws {
        let waiting = try await stored(code).facts.transfers.last { $0.position == .pending }
        guard let waiting else {
            throw SandboxRefusal.chain("no unconfirmed payment is there to be replaced")
        }
        _ = try await desk.replace(waiting.transfer.id.txid, on: waiting.transfer.id.network)
    }

    private func acceptForeign(_ code: InvoiceCode) async throws {
        let id = try await stored(code).invoice.id
        let taken = try await invoices.acceptForeign(of: id, txid: nil)
        if taken.isEmpty { throw SandboxRefusal.nothingSetAside }
    }

    private func network(of code: InvoiceCode) async throws -> NetworkID {
        let stored = try await stored(code)
        guard let coin = stored.facts.choices.last?.quote.coin ?? stored.invoice.coins.first else {
            throw SandboxRefusal.unknownNetwork
        }
        return coin.network
    }

    private func stored(_ code: InvoiceCode) async throws -> InvoiceRecord {
        guard let stored = try await invoices.invoice(.code(code)) else {
            throw SandboxRefusal.invoiceNotFound
        }
        return stored
    }
}
