import DxMeta
import ReferenceData

/// A review with the table that the Stata program metandi prints of it.
///
/// From the log `RSM2023/Logs/stataout.txt` of github.com/VNyaga/Metadta, with
/// the data in the folder beside it.
struct MetandiReview {
  let name: String
  /// The number of nodes a dimension with which metandi ran.
  let nodes: Int
  /// Rows of TP, FP, FN and TN.
  let tables: [[Double]]
  /// The values that were printed, in the order of ``quantities``.
  let printed: [PrintedValue]

  /// An estimate, and its standard error where there is one.
  struct PrintedValue {
    var estimate: Double
    var standardError: Double?

    init(_ estimate: Double, _ standardError: Double? = nil) {
      self.estimate = estimate
      self.standardError = standardError
    }
  }

  /// What the rows of the table are.
  static let quantities = [
    "ℓ", "E(logit Se)", "E(logit Sp)", "Var(logit Se)", "Var(logit Sp)",
    "Corr(logits)", "Λ", "Θ", "β", "σ²α", "σ²θ", "Se", "Sp", "DOR", "LR+",
    "LR−",
  ]

  var studies: [Study] {
    tables.enumerated().map { index, row in
      Study(
        id: "\(index + 1)",
        table: TwoByTwoTable(
          truePositives: row[0], falsePositives: row[1],
          falseNegatives: row[2], trueNegatives: row[3]))
    }
  }

  /// Telomerase in urine and bladder cancer.
  static let telomerase = MetandiReview(
    name: "Telomerase", nodes: 7,
    tables: [
      [25, 1, 8, 25], [17, 3, 4, 11], [88, 16, 16, 31], [16, 3, 10, 80],
      [40, 1, 17, 137], [38, 6, 9, 24], [23, 0, 19, 12], [27, 2, 6, 18],
      [14, 3, 3, 29], [37, 22, 7, 7],
    ],
    printed: [
      PrintedValue(-50.386576), PrintedValue(1.19234, 0.1802975),
      PrintedValue(2.340719, 0.6343648), PrintedValue(0.1829838, 0.1284796),
      PrintedValue(3.313294, 1.886578), PrintedValue(-1),
      PrintedValue(3.594303, 0.3658869), PrintedValue(0.6624347, 0.3991388),
      PrintedValue(1.44815, 0.3158769), PrintedValue(0),
      PrintedValue(0.7786393, 0.4327063), PrintedValue(0.7671593, 0.0322058),
      PrintedValue(0.9121937, 0.0508103), PrintedValue(34.22851, 18.10251),
      PrintedValue(8.736948, 4.814413), PrintedValue(0.2552535, 0.0277022),
    ])

  /// Biomarkers in cerebrospinal fluid and dementia.
  static let dementia = MetandiReview(
    name: "Dementia", nodes: 5,
    tables: [
      [18, 17, 4, 25], [18, 43, 2, 99], [15, 12, 7, 19], [24, 10, 5, 13],
      [17, 2, 6, 16], [53, 36, 4, 41], [9, 9, 5, 5], [4, 4, 7, 40],
      [32, 113, 5, 46], [47, 33, 5, 75], [9, 10, 2, 16], [5, 11, 0, 37],
      [32, 16, 10, 42], [62, 41, 29, 82],
    ],
    printed: [
      PrintedValue(-82.803331), PrintedValue(1.370958, 0.2128247),
      PrintedValue(0.6368034, 0.2075006), PrintedValue(0.3590741, 0.2364583),
      PrintedValue(0.4824725, 0.2344757), PrintedValue(-0.598757, 0.3097361),
      PrintedValue(2.067505, 0.2806059), PrintedValue(0.4422817, 0.2549149),
      PrintedValue(0.1476976, 0.3751036), PrintedValue(0.3340148, 0.2770121),
      PrintedValue(0.3327214, 0.1688127), PrintedValue(0.7975349, 0.0343654),
      PrintedValue(0.6540305, 0.0469521), PrintedValue(7.446631, 1.695519),
      PrintedValue(2.305218, 0.2864412), PrintedValue(0.3095652, 0.0478478),
    ])
}
