import TimeTravel

extension EngineStatus {
  /// What the network lacks of what a condition asks for, or `nil`.
  func problem(with condition: StopCondition) -> String? {
    do {
      try check(condition)
      return nil
    } catch {
      return error.description
    }
  }
}

extension DashboardState {
  mutating func setBreak(_ condition: StopCondition) -> [DashboardEffect] {
    guard canBeAsked(condition) else { return [] }
    if let same = engine?.breakpoints.first(where: { $0.condition.text == condition.text }) {
      message = Message(text: "that is break \(same.number) already", isError: false)
      return same.isEnabled ? [] : [.engine(.breaks(.enable(number: same.number, true)))]
    }
    breakNumber += 1
    message = Message(text: "break \(breakNumber) set: \(condition.text)", isError: false)
    return [.engine(.breaks(.set(Breakpoint(number: breakNumber, condition: condition))))]
  }

  mutating func run(until condition: StopCondition) -> [DashboardEffect] {
    canBeAsked(condition) ? [.engine(.runUntil(condition))] : []
  }

  /// Marks are fences: the way back ends at the last one before the present.
  mutating func runBack(to condition: StopCondition?) -> [DashboardEffect] {
    if let condition, !canBeAsked(condition) { return [] }
    if condition == nil,
      !(engine?.breakpoints.contains { $0.isEnabled && $0.problem == nil } ?? false)
    {
      message = Message(
        text: "no break is set: b sets one, ':back CONDITION' does without", isError: false)
      return []
    }
    let fence = marksHere.map(\.place.step).filter { $0 < step }.max() ?? 0
    return [.engine(.runBack(to: condition, fence: fence))]
  }

  /// Whether the network has all that a condition asks for; says what is missing.
  private mutating func canBeAsked(_ condition: StopCondition) -> Bool {
    guard let engine else { return false }
    if let problem = engine.problem(with: condition) {
      message = Message(text: problem, isError: true)
      return false
    }
    return true
  }

  mutating func removeBreaks(_ selection: BreakSelection) -> [DashboardEffect] {
    let numbers = numbers(of: selection)
    if !numbers.isEmpty { message = Message(text: "\(words(numbers)) deleted", isError: false) }
    return numbers.map { .engine(.breaks(.remove(number: $0))) }
  }

  mutating func enableBreaks(
    _ selection: BreakSelection, _ isEnabled: Bool
  ) -> [DashboardEffect] {
    let numbers = numbers(of: selection)
    if !numbers.isEmpty {
      message = Message(text: "\(words(numbers)) \(isEnabled ? "on" : "off")", isError: false)
    }
    return numbers.map { .engine(.breaks(.enable(number: $0, isEnabled))) }
  }

  /// The breaks that are meant; says so where there are none.
  private mutating func numbers(of selection: BreakSelection) -> [Int] {
    let known = engine?.breakpoints.map(\.number) ?? []
    switch selection {
    case .all where !known.isEmpty: return known
    case .number(let number) where known.contains(number): return [number]
    case .number(let number) where !known.isEmpty:
      message = Message(text: "there is no break \(number), but \(words(known))", isError: true)
    case .all, .number:
      message = Message(text: "no break is set", isError: true)
    }
    return []
  }

  private func words(_ numbers: [Int]) -> String {
    "break\(numbers.count == 1 ? "" : "s") " + numbers.map(String.init).joined(separator: ", ")
  }
}
