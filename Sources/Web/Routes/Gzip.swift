import CZlib

/// The gzip format (RFC 1952), written by zlib.
enum Gzip {
    /// How long to look for repetitions.
    enum Effort: Int32, CaseIterable {
        /// For what is made anew with each answer.
        case quick = 5
        /// For what is made once.
        case thorough = 9
    }

    /// zlib's own largest window, and 16 for a gzip header in place of its own.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// The same bytes give the same answer: the header carries no time.
    static func compressed(_ bytes: [UInt8], _ effort: Effort = .quick) -> [UInt8] {
        precondition(bytes.count < Int(UInt32.max), "zlib takes no more at once")
        var stream = unsafe z_stream()
        let start = unsafe deflateInit2_(
            &stream,
            effort.rawValue,
            Z_DEFLATED,
            windowBits,
            memoryLevel,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        precondition(start == Z_OK, "zlib has no memory or is of another version")
        defer { unsafe deflateEnd(&stream) }
        let capacity = Int(unsafe deflateBound(&stream, UInt(bytes.count)))
        var source = bytes
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
            unsafe source.withUnsafeMutableBufferPointer { source in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(capacity)
                let end = unsafe deflate(&stream, Z_FINISH)
                precondition(end == Z_STREAM_END, "zlib's own bound was too small")
                count = unsafe capacity - Int(stream.avail_out)
            }
        }
    }
}
