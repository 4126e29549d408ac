import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct DecimalTextTests {
    @Test(arguments: [
        ("0", 0, 0), ("7", 7, 0), ("49.90", 499, 1), ("0.00003243", 3243, 8), ("007", 7, 0),
        ("100", 100, 0), ("1.000", 1, 0), ("0.0", 0, 0), ("10.10", 101, 1),
    ])
    func `a plain decimal is read exactly, without its last zeros`(
        text: String,
        digits: Int,
        decimals: Int
    ) throws {
        let read = try DecimalText(text)
        #expect(read.digits == UInt128(digits))
        #expect(read.decimals == decimals)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "+1", "1e5", "1E5", " 1", "1 ", "1,5", "1.2.3", "0x10", "١",
        "1_0",
        "NaN", "½", "1\n", "1\0",
    ])
    func `anything but a plain decimal is an error`(text: String) {
        #expect(throws: MoneyError.notADecimal) { try DecimalText(text) }
    }

    @Test(arguments: [
        "340282366920938463463374607431768211456", "9999999999999999999999999999999999999999",
        "34028236692093846346337460743176821145.60000000001",
    ])
    func `digits beyond 128 bits are an overflow`(text: String) {
        #expect(throws: MoneyError.overflow) { try DecimalText(text) }
    }

    @Test func `a text longer than the limit is not read at all`() throws {
        let longest = String(repeating: "0", count: DecimalText.lengthMax)
        #expect(try DecimalText(longest).digits == 0)
        #expect(throws: MoneyError.overflow) { try DecimalText(longest + "0") }
    }

    @Test func `the largest integer of 128 bits is read`() throws {
        #expect(try DecimalText("340282366920938463463374607431768211455").digits == .max)
    }

    @Test func `a long run of zeros after the point is still nothing`() throws {
        let zeros = "0." + String(repeating: "0", count: 60)
        #expect(try DecimalText(zeros).scaled(toDecimals: 8) == 0)
    }
}
