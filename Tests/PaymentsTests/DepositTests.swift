import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DepositTests {
    struct Case: Sendable {
        let position: TransferFact.Position
        let depth: UInt64
        let needed: Int
        let state: Deposit.State
    }

    static let cases: [Case] = [
        Case(position: .pending, depth: 0, needed: 2, state: .pending),
        Case(position: .pending, depth: 0, needed: 0, state: .processed),
        Case(position: .inBlock(height: 9), depth: 1, needed: 2, state: .pending),
        Case(position: .inBlock(height: 9), depth: 2, needed: 2, state: .processed),
        Case(position: .inBlock(height: 9), depth: 3, needed: 2, state: .processed),
        Case(position: .inBlock(height: 9), depth: 1, needed: 0, state: .processed),
        // In a block above what was read: it is not deep, whatever is asked for.
        Case(position: .inBlock(height: 9), depth: 0, needed: 0, state: .pending),
        Case(position: .gone, depth: 0, needed: 2, state: .lost),
        Case(position: .gone, depth: 0, needed: 0, state: .lost),
    ]

    @Test(arguments: cases)
    func `a deposit is where its transfer and its depth put it`(given: Case) {
        let state = Deposit.State(
            position: given.position,
            isFinal: false,
            confirmations: given.depth,
            needed: given.needed
        )
        #expect(state == given.state)
    }

    @Test(arguments: [TransferFact.Position.pending, .gone, .inBlock(height: 1)])
    func `an irreversible deposit is processed for ever`(position: TransferFact.Position) {
        let state = Deposit.State(
            position: position,
            isFinal: true,
            confirmations: 0,
            needed: 6
        )
        #expect(state == .processed)
    }
}
