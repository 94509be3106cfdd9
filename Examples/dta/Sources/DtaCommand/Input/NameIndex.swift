/// The names of the studies so far, for finding one that comes twice.
///
/// A `Dictionary` of two million names spends most of its time on hashing
/// them again as it grows; here each name is hashed once.
struct NameIndex {
  // Row numbers by hash, with linear probing; −1 is a free slot. The count of
  // slots is a power of two and at least twice that of the rows.
  private var slots = [Int](repeating: -1, count: 64)
  private var hashes: [Int] = []

  /// Adds the name of the next row, unless it is there already.
  ///
  /// - Parameter nameOfRow: The name of an earlier row.
  /// - Returns: The row that has the name already, or `nil`.
  mutating func add(
    _ name: String, nameOfRow: (Int) -> String
  ) -> Int? {
    let hash = name.hashValue
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let row = slots[slot]
      if hashes[row] == hash && nameOfRow(row) == name { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = hashes.count
    hashes.append(hash)
    if hashes.count * 2 > slots.count { grow() }
    return nil
  }

  private mutating func grow() {
    slots = [Int](repeating: -1, count: slots.count * 2)
    for (row, hash) in hashes.enumerated() {
      var slot = hash & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = row
    }
  }
}
