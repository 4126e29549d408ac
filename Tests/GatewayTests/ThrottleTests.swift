import Gateway
import Payments
import Testing

struct ThrottleTests {
    @Test func `the wait begins after five failures, doubles and ends at a quarter of an hour`() {
        let waits = (1...12).map { ThrottleSchedule.pair.seconds(after: $0) }
        #expect(waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
        #expect(ThrottleSchedule.pair.seconds(after: .max) == 900)
    }

    @Test func `a name alone waits far later than a name at one address`() {
        #expect(ThrottleSchedule.name.seconds(after: 99) == 0)
        #expect(ThrottleSchedule.name.seconds(after: 100) == 30)
        #expect(ThrottleSchedule.address.seconds(after: 19) == 0)
    }

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8::1", "2001:db8:0:0::/64"),
        ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"), ("", ""),
    ])
    func `who has an address has its network`(address: String, holder: String) {
        #expect(IPAddress(address)?.holder ?? address == holder)
    }
}
