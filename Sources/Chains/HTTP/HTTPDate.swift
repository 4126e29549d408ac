/// The time in an HTTP `Date` header: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Only the form that RFC 9110 tells servers to send is read; the two ancient ones give nil.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970-01-01T00:00:00Z.
    static func seconds(of text: some StringProtocol) -> Int64? {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "," })
        guard fields.count == 8, fields[7] == "GMT",
            let month = months.firstIndex(where: { $0 == fields[2] }),
            let day = Int64(fields[1]), (1...31).contains(day),
            let year = Int64(fields[3]), (1970...9999).contains(year),
            let hour = Int64(fields[4]), (0...23).contains(hour),
            let minute = Int64(fields[5]), (0...59).contains(minute),
            let second = Int64(fields[6]), (0...60).contains(second)
        else { return nil }
        let days = daysBefore(year: year, month: Int64(month) + 1) + day - 1
        return ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    /// Days from the epoch to the first of a month, counting years from March so that the leap day
    /// comes last.
    static func daysBefore(year: Int64, month: Int64) -> Int64 {
        let shiftedYear = month > 2 ? year : year - 1
        let monthsSinceMarch = (month + 9) % 12
        let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        return shiftedYear * 365 + leapDays + (monthsSinceMarch * 153 + 2) / 5 - 719_468
    }
}
