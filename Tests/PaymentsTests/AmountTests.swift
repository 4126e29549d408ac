import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct AmountTests {
    @Test(arguments: [
        ("49.90", Sample.usd, 4990, "49.9", "49.90"),
        ("0.00003243", Sample.ltc, 3243, "0.00003243", "0.00003243"),
        ("0", Sample.usd, 0, "0", "0.00"), ("1500", Sample.jpy, 1500, "1500", "1500"),
        ("1500.00", Sample.jpy, 1500, "1500", "1500"), ("1", Sample.usd, 100, "1", "1.00"),
        ("1.5", Sample.eth, 1_500_000_000_000_000_000, "1.5", "1.500000000000000000"),
    ])
    func `an amount is read and printed exactly`(
        text: String,
        asset: Asset,
        units: Int,
        decimal: String,
        full: String
    ) throws {
        let amount = try Amount(decimal: text, of: asset)
        #expect(amount.units == UInt128(units))
        #expect(amount.decimal == decimal)
        #expect(amount.fullDecimal == full)
    }

    @Test func `digits below the smallest unit are an error`() {
        #expect(throws: MoneyError.tooManyDecimals(decimalsMax: 2)) {
            try Amount(decimal: "1.001", of: Sample.usd)
        }
        #expect(throws: MoneyError.tooManyDecimals(decimalsMax: 0)) {
            try Amount(decimal: "1.5", of: Sample.jpy)
        }
    }

    @Test func `a decimal that fits only before scaling is an overflow`() {
        #expect(throws: MoneyError.overflow) {
            try Amount(decimal: "340282366920938463464", of: Sample.eth)
        }
    }

    @Test func `what is printed reads as the same amount`() throws {
        var dice = SeededGenerator()
        for _ in 0..<2_000 {
            let asset = Asset(ticker: "X", decimals: Int.random(in: 0...24, using: &dice))
            let shift = Int.random(in: 0..<128, using: &dice)
            let amount = Amount(
                units: UInt128.random(in: 0 ... .max, using: &dice) >> shift,
                of: asset
            )
            #expect(try Amount(decimal: amount.decimal, of: asset) == amount, "\(dice)")
            #expect(try Amount(decimal: amount.fullDecimal, of: asset) == amount, "\(dice)")
        }
    }

    @Test func `a sum beyond 128 bits throws`() throws {
        let most = Amount(units: .max, of: Sample.usd)
        let one = Amount(units: 1, of: Sample.usd)
        #expect(try most.subtractingOrZero(one).adding(one) == most)
        #expect(throws: MoneyError.overflow) { try most.adding(one) }
    }

    @Test func `subtracting the larger amount leaves nothing`() {
        let one = Amount(units: 1, of: Sample.usd)
        let two = Amount(units: 2, of: Sample.usd)
        #expect(one.subtractingOrZero(two).isZero)
        #expect(two.subtractingOrZero(one) == one)
        #expect(one < two)
    }

    @Test func `adding amounts of two assets stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = try Amount.zero(Sample.usd).adding(.zero(Sample.ltc))
        }
    }

    @Test func `an asset with too many decimals stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Asset(ticker: "X", decimals: Asset.decimalsMax + 1)
        }
    }
}
