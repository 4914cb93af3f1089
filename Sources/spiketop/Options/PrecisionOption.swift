import ArgumentParser
import SpikingEngine

extension Precision: ExpressibleByArgument {}
