import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeliveryScheduleTests {
    private static let delays: [Int64] = (1...100).compactMap {
        DeliverySchedule.delaySeconds(afterAttempts: $0)
    }

    @Test func `18 retries take 46 hours and 31 minutes in all`() {
        #expect(Self.delays.count == 18)
        let seconds: Int64 = Self.delays.reduce(0, +)
        #expect(seconds == 167_460)
        #expect(DeliverySchedule.attemptsMax == 19)
    }

    @Test func `retries come 6 times after 10 s, 5 after 30 min, 4 after 2 h, 3 after 12 h`() {
        let ladder: [(Int64, Int)] = [(10, 6), (1_800, 5), (7_200, 4), (43_200, 3)]
        let expected: [Int64] = ladder.flatMap { Array(repeating: $0.0, count: $0.1) }
        #expect(Self.delays == expected)
    }

    @Test func `it is given up after the last attempt`() {
        #expect(DeliverySchedule.delaySeconds(afterAttempts: 18) == 43_200)
        #expect(DeliverySchedule.delaySeconds(afterAttempts: 19) == nil)
        #expect(DeliverySchedule.delaySeconds(afterAttempts: 1_000) == nil)
    }
}
