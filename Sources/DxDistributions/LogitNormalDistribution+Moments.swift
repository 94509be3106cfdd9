internal import DxSpecialFunctions
internal import RealModule

extension LogitNormalDistribution {
  public var mean: Double { .nan }
  public var variance: Double { .nan }
  public var mode: Double { .nan }
}
