import Payments
import Testing

@testable import Web

struct OkiPaysStatusTests {
    private static func standing(
        confirmed: Standing.Level = .unpaid,
        pending: UInt128 = 0,
        isChosen: Bool = false,
        isExpired: Bool = false,
        hasLateMoney: Bool = false,
        hasLostMoney: Bool = false,
        decision: Standing.Decision? = nil
    ) -> Standing {
        let asset = Asset(ticker: "LTC", decimals: 8)
        let receipt = Standing.Receipt(
            choice: ChoiceID("c"),
            confirmed: .zero(asset),
            pending: Amount(units: pending, of: asset)
        )
        return Standing(
            confirmed: confirmed,
            seen: confirmed,
            receipts: [receipt],
            isChosen: isChosen,
            isExpired: isExpired,
            hasLateMoney: hasLateMoney,
            hasLostMoney: hasLostMoney,
            decision: decision
        )
    }

    private static let table: [(Standing, OkiPaysStatus)] = [
        (standing(), .created),
        (standing(isChosen: true), .inProcess),
        (standing(pending: 1), .inProcess),
        (standing(confirmed: .partlyPaid), .partially),
        (standing(confirmed: .partlyPaid, pending: 1), .inProcess),
        (standing(confirmed: .partlyPaid, isExpired: true), .expired),
        (standing(confirmed: .partlyPaid, isExpired: true, hasLateMoney: true), .partially),
        (standing(confirmed: .paid), .paid),
        (standing(confirmed: .paid, pending: 1), .paid),
        (standing(confirmed: .overPaid), .overpayment),
        (standing(confirmed: .paid, isExpired: true, hasLateMoney: true), .paid),
        (standing(isExpired: true), .expired),
        (standing(pending: 1, isExpired: true), .inProcess),
        (standing(isExpired: true, hasLostMoney: true), .payFailed),
        (standing(confirmed: .paid, decision: .accepted), .completed),
        (standing(confirmed: .unpaid, decision: .accepted), .completed),
        (standing(confirmed: .paid, decision: .cancelled), .cancelled),
        (standing(decision: .deleted), .deleted),
        (standing(decision: .failed), .error),
    ]

    @Test(arguments: table.indices)
    func `a standing has one status`(row: Int) {
        let (standing, status) = Self.table[row]
        #expect(OkiPaysStatus(standing) == status)
    }

    @Test func `every status is reached by some standing`() {
        #expect(Set(Self.table.map(\.1)) == Set(OkiPaysStatus.allCases))
    }

    @Test func `done closes a paid invoice and nothing else`() {
        let closing = OkiPaysStatus.allCases.filter(\.acceptsDone).map(\.rawValue)
        #expect(closing == [8, 10])
    }

    @Test func `cancel is heard for an invoice that is open or paid`() {
        let cancellable = OkiPaysStatus.allCases.filter(\.acceptsCancel).map(\.rawValue)
        #expect(cancellable.sorted() == [0, 1, 6, 8, 10])
    }
}
