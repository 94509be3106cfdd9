internal import Testing

@testable internal import DtaCommand

/// A file that is refused, and the message without the file's name.
struct BadInput: CustomTestStringConvertible {
  var text: String
  var message: String
  var testDescription: String { message }

  private static let header = "study,tp,fp,fn,tn\n"
  private static let range =
    "; a count is a whole number from 0 to 10000000000"

  static let all = [
    BadInput(text: "", message: ": the file is empty"),
    BadInput(text: "\n \n", message: ": the file is empty"),
    BadInput(text: header, message: ": there is a header and no study"),
    BadInput(
      text: "study,tp,fp,fn\nA,1,2,3\n",
      message: ", line 1: the header lacks the column 'tn'; it has "
        + #""study", "tp", "fp", "fn""#),
    BadInput(
      text: "\nstudy;tp;fp;fn;tn\nA;1;2;3;4\n",
      message: ", line 2: the header lacks columns 'study', 'tp', 'fp', 'fn', "
        + #"'tn'; it has "study;tp;fp;fn;tn"; separate the columns by commas"#
    ),
    BadInput(
      text: "study,tp,fp,fn,tn,TP\nA,1,2,3,4,5\n",
      message: #", line 1: the header names the column "TP" twice"#),
    BadInput(
      text: header + "A,1,2,3\n",
      message: ", line 2: the row has 4 fields, and the header has 5"),
    BadInput(
      text: header + "A,1,2,3,4\nB\n",
      message: ", line 3: the row has 1 field, and the header has 5"),
    BadInput(
      text: header + "A,1,2,3,4\n\"B,1,2,3,4\n",
      message: ", line 3: the quotation mark is never closed"),
    BadInput(
      text: header + "A,1,-2,3,4\n",
      message: #", line 2, column fp: "-2" is negative"# + range),
    BadInput(
      text: "study,TP,fp,fn,tn\n\"A\nB\",1.5,2,3,4\n",
      message: #", line 3, column TP: "1.5" is not whole"# + range),
    BadInput(
      text: header + "A,1,2, ,4\n",
      message: #", line 2, column fn: "" is empty"# + range),
    BadInput(
      text: header + "A,1,2,3,four\n",
      message: #", line 2, column tn: "four" is not a number"# + range),
    BadInput(
      text: header + "A,1,2,3,\u{1B}[2J\u{202E}\n",
      message: ", line 2, column tn: "
        + #""\u{1B}[2J\u{202E}" is not a number"# + range),
    BadInput(
      text: header + "A,1,2,3," + String(repeating: "x", count: 1000) + "\n",
      message: ", line 2, column tn: \"" + String(repeating: "x", count: 40)
        + "…\" (1000 characters) is not a number" + range),
    BadInput(
      text: header + "A,NaN,2,3,4\n",
      message: #", line 2, column tp: "NaN" is not a finite number"# + range),
    BadInput(
      text: header + "A,1,inf,3,4\n",
      message: #", line 2, column fp: "inf" is not a finite number"# + range),
    BadInput(
      text: header + "A,1,2,9007199254740993,4\n",
      message: #", line 2, column fn: "9007199254740993" is too large"# + range
    ),
    BadInput(
      text: header + "A,1,2,3,4\nB,1,2,3,4\n\n A ,1,2,3,4\n",
      message:
        #", line 5, column study: the study "A" stands on line 2 already"#
    ),
    BadInput(
      text: header + " ,1,2,3,4\n",
      message: ", line 2, column study: the name of the study is empty"),
    BadInput(
      text: header + "A,1\0,2,3,4\n",
      message: ", line 2: not a text file: it holds a NUL byte"),
  ]
}

@Suite("Bad input")
struct BadInputTests {
  @Test("is refused with its place and value", arguments: BadInput.all)
  func message(input: BadInput) throws {
    try withTemporaryFile(input.text.utf8) { path in
      let result = runDta(["fit", path])
      #expect(result.diagnostics == path + input.message + "\n")
      #expect(result.status == .badInput)
      #expect(result.output.isEmpty)
    }
  }

  @Test("names the first problems of many, and their number")
  func manyProblems() throws {
    let rows = (1...20).map { "\($0),1,-\($0),3,4\n" }.joined()
    try withTemporaryFile(("study,tp,fp,fn,tn\n" + rows).utf8) { path in
      let lines = runDta(["fit", path]).diagnostics
        .split(separator: "\n").map(String.init)
      try #require(lines.count == 6)
      #expect(lines[4].contains("line 6, column fp: \"-5\" is negative"))
      #expect(
        lines[5]
          == "\(path): 20 rows are refused in all; these were the first 5")
    }
  }

  @Test(
    "names a file that cannot be read",
    arguments: [
      ("/nonexistent/a.csv", "No such file or directory"),
      ("/", "Is a directory"),
    ])
  func unreadable(path: String, reason: String) {
    let result = runDta(["fit", path])
    #expect(result.diagnostics == "\(path): cannot be read: \(reason)\n")
    #expect(result.status == .badInput)
    #expect(result.output.isEmpty)
  }
}

@Suite("Table of studies")
struct StudyTableTests {
  @Test("takes columns in any order and case, beside others")
  func columnOrder() throws {
    let text = "TN,year, Fn ,study,FP,tp,\n4,1999,3,A,2,1,\n"
    var chunks = [Array(text.utf8)]
    let rows = try StudyTableReader.studies { chunks.popLast() ?? [] }
    #expect(
      rows == [
        StudyRow(
          name: "A", line: 2, truePositives: 1, falsePositives: 2,
          falseNegatives: 3, trueNegatives: 4)
      ])
  }

  @Test("finds the one name that comes twice among thousands")
  func duplicateAmongMany() {
    var index = NameIndex()
    let names = (0..<5000).map { "Study \($0)" }
    for name in names {
      #expect(index.add(name) { names[$0] } == nil)
    }
    #expect(index.add("Study 4321") { names[$0] } == 4321)
  }
}
