import Gateway
import Testing

struct WalletGapTests {
    @Test func `a wallet with the usual limit sees twenty unpaid addresses and no more`() {
        #expect(!WalletGap(nextIndex: 20, paidIndex: nil).exceedsUsual)
        let wide = WalletGap(nextIndex: 21, paidIndex: nil)
        #expect(wide.exceedsUsual)
        #expect(wide.unpaid == 21)
        #expect(wide.lastIndexSeen == 19)
        #expect(wide.advisedLimit == 50)
    }

    @Test func `counting begins behind the last address that was paid`() {
        let gap = WalletGap(nextIndex: 131, paidIndex: 100)
        #expect(gap.unpaid == 30)
        #expect(gap.lastIndexSeen == 120)
        #expect(gap.advisedLimit == 50)
        #expect(WalletGap(nextIndex: 101, paidIndex: 100).unpaid == 0)
        // An address that another network's wallet of the same key gave is none of this one's.
        #expect(WalletGap(nextIndex: 5, paidIndex: 9).unpaid == 0)
    }

    @Test func `what is not looked at is said to be at least so much`() {
        let gap = WalletGap(nextIndex: 5_000, paidIndex: nil, looksMax: 1_000)
        #expect(gap.unpaid == 1_000)
        #expect(gap.isAtLeast)
        #expect(!WalletGap(nextIndex: 1_000, paidIndex: nil, looksMax: 1_000).isAtLeast)
    }

    @Test(arguments: 0..<300)
    func `the advised limit reaches every address that was given out`(_ next: Int) {
        let gap = WalletGap(nextIndex: UInt32(next), paidIndex: nil)
        #expect(gap.advisedLimit >= next + WalletGap.limitUsual)
    }
}
