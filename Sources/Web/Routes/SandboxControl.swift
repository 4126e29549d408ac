import Gateway
import Payments
import Wire

/// Carries out one command of `florin sandbox` and says what came of it, as JSON.
struct SandboxControl {
    let desk: SandboxDesk

    func run(_ command: JSONValue) async throws -> JSONValue {
        switch command["command"]?.string {
        case "pay": return try await pay(command)
        case "deposit": return try await deposit(command)
        case "rate": return try await rate(command)
        case "mine":
            let network = try network(in: command)
            let tip = try await desk.mine(network, blocks: try count("blocks", in: command))
            return Self.tip(tip, of: network)
        case "reorg":
            let network = try network(in: command)
            let depth = try count("depth", in: command)
            return Self.tip(try await desk.reorganise(network, depth: depth), of: network)
        case "replace":
            let network = try network(in: command)
            guard let txid = command["txid"]?.string else {
                throw SandboxRefusal.chain("a txid is needed")
            }
            return ["txid": .string(try await desk.replace(txid, on: network))]
        case "clock":
            let now = try await desk.advanceClock(
                bySeconds: Int64(try count("seconds", in: command))
            )
            return ["now": .integer(now.seconds)]
        default: throw SandboxRefusal.chain("there is no such command")
        }
    }

    private static func tip(_ tip: BlockID, of network: NetworkID) -> JSONValue {
        [
            "network": .string(network.name),
            "height": .integer(tip.height),
            "hash": .string(tip.hash),
        ]
    }

    private func network(in command: JSONValue) throws -> NetworkID {
        guard let name = command["network"]?.string else { throw SandboxRefusal.unknownNetwork }
        return NetworkID(name)
    }

    private func count(_ field: String, in command: JSONValue) throws -> Int {
        guard let count = command[field]?.number?.integer, (0...Int64(Int32.max)).contains(count)
        else { throw SandboxRefusal.chain("\(field) must be a whole number") }
        return Int(count)
    }

    private func pay(_ command: JSONValue) async throws -> JSONValue {
        let portion: SandboxPortion
        if let amount = command["amount"]?.string {
            portion = .amount(amount)
        } else if let percent = command["percent"]?.string {
            guard let share = try? Ratio(percent: percent) else { throw SandboxRefusal.badAmount }
            portion = .share(share)
        } else {
            portion = .share(.one)
        }
        let payment = try await desk.pay(
            try await reference(in: command),
            in: wish(in: command),
            portion: portion,
            isLate: command["late"]?.bool ?? false,
            isConfirmed: !(command["unconfirmed"]?.bool ?? false)
        )
        return [
            "invoice": Self.invoice(payment.invoice),
            "txid": .string(payment.txid),
            "network": .string(payment.coin.network.name),
            "currency": .string(payment.coin.asset.ticker),
            "amount": .string(payment.amount.decimal),
            "address": .string(payment.address),
            "blocks": .integer(payment.blocksMined),
        ]
    }

    /// An invoice after a payment, with its status in the words of the API it was made through.
    private static func invoice(_ stored: InvoiceRecord) -> JSONValue {
        let invoice = stored.invoice
        let id = JSONValue.string(invoice.id.text)
        let code = JSONValue.string(invoice.code.text)
        switch invoice.dialect {
        case .okipays:
            let status = OkiPaysStatus(stored.standing)
            return [
                "id": id, "code": code, "order_id": OkiPaysOrder.orderID(of: invoice),
                "status": .string(status.text), "status_id": .integer(status.rawValue),
            ]
        case .onchainpay:
            let phase = invoice.phase(at: stored.standing)
            let status =
                switch invoice.kind {
                case .invoice: OnchainPayInvoiceStatus(phase).rawValue
                case .order: OnchainPayOrderStatus(phase).rawValue
                }
            return [
                "id": id, "code": code, "externalId": .optional(invoice.externalID),
                "status": .string(status),
            ]
        }
    }

    /// Any id of an invoice: its code, its UUID, an order's, or the merchant's own where only one
    /// has it.
    private func reference(in command: JSONValue) async throws -> InvoiceReference {
        guard let text = command["invoice"]?.string, let found = try await desk.find(text) else {
            throw SandboxRefusal.invoiceNotFound
        }
        return found
    }

    private func deposit(_ command: JSONValue) async throws -> JSONValue {
        guard let address = command["address"]?.string else {
            throw SandboxRefusal.addressNotIssued
        }
        guard let amount = command["amount"]?.string else { throw SandboxRefusal.badAmount }
        let receipt = try await desk.deposit(
            SandboxDeposit(
                address: address,
                amount: amount,
                wish: wish(in: command),
                isConfirmed: !(command["unconfirmed"]?.bool ?? false)
            )
        )
        return [
            "txid": .string(receipt.txid),
            "network": .string(receipt.coin.network.name),
            "currency": .string(receipt.coin.asset.ticker),
            "amount": .string(receipt.amount.decimal),
            "address": .string(receipt.address),
            "blocks": .integer(receipt.blocksMined),
        ]
    }

    private func rate(_ command: JSONValue) async throws -> JSONValue {
        let change: SandboxPriceChange
        if let dollars = command["dollars"]?.string {
            change = .dollars(dollars)
        } else if let percent = command["percent"]?.string {
            change = .percent(percent)
        } else {
            guard command["reset"]?.bool ?? false else { throw SandboxRefusal.badPrice }
            change = .reset
        }
        let price = try await desk.changePrice(
            of: command["ticker"]?.string ?? "",
            by: change
        )
        return [
            "ticker": .string(price.ticker),
            "dollars": .string(SandboxPrices.text(of: price.dollars)),
        ]
    }

    private func wish(in command: JSONValue) -> CoinWish {
        CoinWish(
            network: command["network"]?.string.map(NetworkID.init),
            ticker: command["currency"]?.string.map { $0.uppercased() },
            sentInstead: command["instead"]?.string
        )
    }
}
