import Foundation

/// Why the system has refused something, in its own words, as "No space left on device".
///
/// - Parameter code: Of the call before, unless another is given.
package func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

/// Why something of Foundation has failed: in the words of the system where they are behind it.
package func systemReason(of error: any Error) -> String {
  let error = error as NSError
  if error.domain == NSPOSIXErrorDomain { return systemReason(Int32(clamping: error.code)) }
  guard let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error else {
    return "error \(error.code) of \(error.domain)"
  }
  return systemReason(of: cause)
}
