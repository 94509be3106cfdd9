/// The error of a value against its reference, relative to the larger of one
/// and the magnitude of the reference.
///
/// It is infinite where exactly one of the two is not a number, so that a
/// NaN can never pass a comparison.
public func scaledError(_ value: Double, _ reference: Double) -> Double {
  if value == reference || (value.isNaN && reference.isNaN) { return 0 }
  let error = (value - reference).magnitude / max(1, reference.magnitude)
  return error.isNaN ? .infinity : error
}

/// The error of a value relative to the magnitude of its reference.
public func relativeError(_ value: Double, _ reference: Double) -> Double {
  if value == reference || (value.isNaN && reference.isNaN) { return 0 }
  let error = (value - reference).magnitude / reference.magnitude
  return error.isNaN ? .infinity : error
}
