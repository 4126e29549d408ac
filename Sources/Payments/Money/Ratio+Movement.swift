extension Ratio {
    /// How |new − old| ÷ old compares with a limit, exactly.
    package enum Movement: Sendable, Hashable {
        /// It moved by less than the limit.
        case less
        /// It moved by exactly the limit.
        case equal
        /// It moved by more than the limit.
        case more
    }

    /// Compares how far a price moved, up or down, with a limit: 1/50 is two percent.
    ///
    /// From nothing to something is more than any limit; from nothing to nothing is no movement.
    package static func movement(
        from old: Ratio,
        to new: Ratio,
        against limit: Ratio
    ) -> Movement {
        if old.isZero, new.isZero { return limit.isZero ? .equal : .less }
        let before = WideInteger(product: old.numerator, new.denominator)
        let after = WideInteger(product: new.numerator, old.denominator)
        let difference = before < after ? after.subtracting(before) : before.subtracting(after)
        // Both sides of |new − old| ÷ old and limit, multiplied by old and all denominators; with
        // an old of nothing, nothing is allowed and any movement is more.
        let moved = difference.multiplied(by: WideInteger(limit.denominator))
        let allowed = before.multiplied(by: WideInteger(limit.numerator))
        if moved == allowed { return .equal }
        return moved < allowed ? .less : .more
    }
}
