import Gateway
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AddressGuardTests {
    private static func isPublic(_ text: String) throws -> Bool {
        switch try SocketAddress(ipAddress: text, port: 1) {
        case .v4(let v4):
            let bytes = unsafe withUnsafeBytes(of: v4.address) { unsafe Array($0[4..<8]) }
            return AddressGuard.isPublic(v4: bytes)
        case .v6(let v6):
            let bytes = unsafe withUnsafeBytes(of: v6.address) { unsafe Array($0[8..<24]) }
            return AddressGuard.isPublic(v6: bytes)
        case .unixDomainSocket: return false
        }
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
        "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::808:808",
        "2001:db8::1", "2001::1", "2002:7f00:1::1", "2002:a00:1::1", "100::1",
    ])
    func `an address of the inside or of no use is not public`(address: String) throws {
        #expect(try !Self.isPublic(address))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0",
        "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:808:808::1",
    ])
    func `an address of the internet is public`(address: String) throws {
        #expect(try Self.isPublic(address))
    }
}
