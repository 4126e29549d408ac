import Payments

@testable import Web

/// A page in one of its states, as a record and what is asked of the presenter.
struct CheckoutState {
    let name: String
    let world: CheckoutWorld
    let stored: InvoiceRecord
    var answers: [(txid: String, answer: InquiryAnswer)] = []

    private init(
        _ name: String,
        _ world: CheckoutWorld,
        _ choices: [Choice] = [],
        _ transfers: [TransferFact] = [],
        marks: Set<Mark> = [],
        answers: [(txid: String, answer: InquiryAnswer)] = []
    ) {
        self.name = name
        self.world = world
        stored = world.record(choices, transfers, marks: marks)
        self.answers = answers
    }

    func model(in language: Language = .english) -> CheckoutPageModel {
        world.page(of: stored, in: language, answers: answers)
    }

    /// Every state of a page, with the texts and hashes of a shop and its payer.
    ///
    /// `txid`: The hash of the first transaction.
    static func all(
        in world: CheckoutWorld = CheckoutWorld(),
        txid: String = CheckoutWorld.txid
    ) throws -> [CheckoutState] {
        typealias World = CheckoutWorld
        let choice = try World.choice()
        let deep = TransferFact.Position.inBlock(height: World.tip - 30)
        func transfer(
            _ position: TransferFact.Position,
            percent: UInt128 = 100
        ) -> TransferFact {
            World.transfer(percent: percent, of: choice, position, txid: txid)
        }
        let foreign = World.transfer(
            of: choice,
            deep,
            txid: txid,
            coin: World.coin("USDC", "polygon"),
            rating: .foreign
        )
        var few = world
        few.coins = [World.tether, World.coin("USDT", "bsc"), World.coin("BTC", "bitcoin")]
        var moving = world
        moving.slippage = try Ratio(percent: "1.5")
        var over = world
        over.now = World.deadline.advanced(bySeconds: 60)
        var sandbox = world
        sandbox.isSandbox = true
        var branded = world
        branded.branding = Branding(
            colour: "#7a1fa2",
            logo: LogoID("0123456789abcdef0123456789abcdef"),
            embedOrigins: ["https://shop.example", "https://www.shop.example"]
        )
        let late = World.transfer(
            percent: 40,
            of: choice,
            deep,
            txid: txid,
            arrivedAt: World.deadline.advanced(bySeconds: 30),
            rating: .atArrival(choice.quote.rate.price)
        )
        return [
            CheckoutState("choose", world), CheckoutState("choose-few", few),
            CheckoutState("choose-moving", moving), CheckoutState("pay", world, [choice]),
            CheckoutState("pay-sandbox", sandbox, [choice]),
            CheckoutState("pay-branded", branded, [choice]),
            CheckoutState("pay-requoted", moving, [try World.choice(requotedAt: "0.9")]),
            CheckoutState("held", world, [choice], [foreign]),
            CheckoutState("gone", world, [choice], [transfer(.gone)]),
            CheckoutState("partly-paid", world, [choice], [transfer(deep, percent: 36)]),
            CheckoutState("late", over, [choice], [late]),
            CheckoutState("seen", world, [choice], [transfer(.pending)]),
            CheckoutState(
                "confirming",
                world,
                [choice],
                [transfer(.inBlock(height: World.tip - 3))]
            ),
            CheckoutState(
                "reorganised",
                world,
                [choice],
                [transfer(.inBlock(height: World.tip - 1))],
                marks: [.paid]
            ),
            CheckoutState("paid", world, [choice], [transfer(deep)], marks: [.paid]),
            CheckoutState(
                "overpaid",
                world,
                [choice],
                [transfer(deep, percent: 150)],
                marks: [.paid]
            ),
            CheckoutState("expired", over, [choice]),
            CheckoutState("expired-unchosen", over),
            CheckoutState("expired-part", over, [choice], [transfer(deep, percent: 36)]),
            CheckoutState("cancelled", world, [choice], marks: [.cancelled]),
            CheckoutState("deleted", world, [choice], marks: [.deleted]),
            CheckoutState("failed", world, [choice], marks: [.failed]),
            CheckoutState(
                "help",
                world,
                [choice],
                [transfer(deep, percent: 36)],
                answers: answers(about: transfer(deep, percent: 36), txid: txid)
            ),
        ]
    }

    /// One answer of each kind.
    static func answers(
        about fact: TransferFact,
        txid: String
    ) -> [(txid: String, answer: InquiryAnswer)] {
        let tron = NetworkID("tron")
        let findings: [Inquiry.Finding] = [
            .waiting(network: tron, isFeeLow: true), .recorded(network: tron),
            .replaced(network: tron), .failed(network: tron),
            .wrongToken(network: tron, contract: "TWrongTokenContract"),
            .wrongNetwork(NetworkID("polygon")), .notToThisInvoice(network: tron), .unknown,
            .outOfReach,
        ]
        let answers: [InquiryAnswer] =
            [.looking, .malformed, .known(fact)] + findings.map { .found($0) }
        return answers.map { (txid, $0) }
    }
}
