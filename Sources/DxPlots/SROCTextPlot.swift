public import DxAccuracy

/// A summary ROC plot in plain text.
///
/// It shows the studies, the summary point, the summary ROC curve and the
/// outlines of a confidence and a prediction region, with axes and a legend:
/// ```
/// let plot = SROCTextPlot(studies: points, fit: fit)
/// print(plot.rendered())
/// ```
/// The same plot always gives the same text.
public struct SROCTextPlot: Hashable, Sendable {
  /// The studies.
  public var studies: [SROCStudyPoint]
  /// The summary point.
  public var summaryPoint: LogitPair?
  /// The summary ROC curve.
  public var curve: SROCCurve?
  /// The false-positive rates over which the curve is drawn.
  public var curveRange: FalsePositiveRateRange
  /// The confidence region.
  public var confidenceRegion: AccuracyRegion?
  /// The prediction region.
  public var predictionRegion: AccuracyRegion?
  /// The part of the plane that is shown.
  public var window: TextPlotWindow
  /// The characters to draw with.
  public var style: TextPlotStyle
  /// The width of the plotting area in characters.
  public let columns: Int
  /// The height of the plotting area in lines.
  public let rows: Int

  /// Creates a plot from its parts.
  ///
  /// - Precondition: There are at least 21 columns and 6 rows.
  public init(
    studies: [SROCStudyPoint], summaryPoint: LogitPair? = nil,
    curve: SROCCurve? = nil, curveRange: FalsePositiveRateRange = .full,
    confidenceRegion: AccuracyRegion? = nil,
    predictionRegion: AccuracyRegion? = nil, window: TextPlotWindow = .full,
    style: TextPlotStyle = .ascii, columns: Int = 61, rows: Int = 21
  ) {
    precondition(
      columns >= 21 && rows >= 6, "A plot of \(columns) × \(rows) characters")
    self.studies = studies
    self.summaryPoint = summaryPoint
    self.curve = curve
    self.curveRange = curveRange
    self.confidenceRegion = confidenceRegion
    self.predictionRegion = predictionRegion
    self.window = window
    self.style = style
    self.columns = columns
    self.rows = rows
  }

  /// Creates the customary plot of a fit.
  ///
  /// The curve is drawn over the range that the studies cover. What the fit
  /// does not define, such as a curve where a variance is zero, is left out.
  public init(
    studies: [SROCStudyPoint], fit: BivariateFit,
    line: SROCLine = .rutterGatsonis, radius: RegionRadius = .fisher,
    level: ConfidenceLevel = .ninetyFivePercent,
    window: TextPlotWindow = .full, style: TextPlotStyle = .ascii
  ) {
    let observed = try? FalsePositiveRateRange(
      observed: studies.map(\.falsePositiveRate))
    self.init(
      studies: studies, summaryPoint: fit.mean,
      curve: try? fit.srocCurve(line), curveRange: observed ?? .full,
      confidenceRegion: try? fit.region(
        .confidence, radius: radius, level: level),
      predictionRegion: try? fit.region(
        .prediction, radius: radius, level: level),
      window: window, style: style)
  }

  /// The plot as lines of text, each with a line feed at its end.
  ///
  /// Marks cover lines, the summary point covers studies, and of lines the
  /// curve covers the confidence region, which covers the prediction region.
  /// Where two to nine studies share a character cell it shows their number,
  /// and `9` where they are more.
  ///
  /// - Complexity: O(`columns` · `rows`) and O(*k*) for *k* studies.
  public func rendered() -> String {
    var canvas = TextCanvas(columns: columns, rows: rows, style: style)
    draw(predictionRegion, ".", gap: 2, on: &canvas)
    draw(confidenceRegion, "+", gap: 1, on: &canvas)
    drawCurve(on: &canvas)
    drawStudies(on: &canvas)
    if let summaryPoint {
      canvas.mark(position(of: summaryPoint), symbols.summary)
    }
    return TextAxes(window: window, style: style).frame(canvas) + legend
  }
}
