/// The attributes that operators of the standard have, so that others are not passed over.
enum ONNXAttributeNames {
  /// Whether an operator has an attribute; so has one that is not listed.
  ///
  /// Names that begin with two underscores are notes of programs to themselves.
  static func has(_ name: String, of operation: String, operatorSet: Int) -> Bool {
    guard let names = all[operation], !name.hasPrefix("__") else { return true }
    return names.split(separator: " ").contains { entry in
      let parts = entry.split(separator: "<")
      return parts[0] == name
        && (parts.count == 1 || Int(parts[1]).map { operatorSet < $0 } == true)
    }
  }

  /// By operators of the default domain, of all operator sets up to 24, with the first set that has
  /// one no longer.
  private static let all: [String: String] = [
    "Abs": "consumed_inputs<6",
    "Add": "axis<7 broadcast<7 consumed_inputs<6",
    "And": "axis<7 broadcast<7",
    "ArgMax": "axis keepdims select_last_index",
    "AveragePool": "auto_pad ceil_mode count_include_pad dilations kernel_shape pads strides",
    "BatchNormalization": "consumed_inputs<6 epsilon is_test<7 momentum spatial<9 training_mode",
    "Cast": "round_mode saturate to",
    "CastLike": "round_mode saturate",
    "Ceil": "consumed_inputs<6",
    "Clip": "consumed_inputs<6 max<11 min<11",
    "Col2Im": "dilations pads strides",
    "Concat": "axis",
    "Constant":
      "sparse_value value value_float value_floats value_int value_ints value_string "
      + "value_strings",
    "ConstantOfShape": "value",
    "Conv": "auto_pad dilations group kernel_shape pads strides",
    "ConvInteger": "auto_pad dilations group kernel_shape pads strides",
    "ConvTranspose":
      "auto_pad dilations group kernel_shape output_padding output_shape pads strides",
    "CumSum": "exclusive reverse",
    "DepthToSpace": "blocksize mode",
    "DequantizeLinear": "axis block_size output_dtype",
    "Div": "axis<7 broadcast<7 consumed_inputs<6",
    "Dropout": "consumed_inputs<6 is_test<7 ratio<12 seed",
    "DynamicQuantizeLinear": "",
    "Einsum": "equation",
    "Elu": "alpha consumed_inputs<6",
    "Equal": "axis<7 broadcast<7",
    "Erf": "",
    "Exp": "consumed_inputs<6",
    "Expand": "",
    "Flatten": "axis",
    "Floor": "consumed_inputs<6",
    "GRU":
      "activation_alpha activation_beta activations clip direction hidden_size layout "
      + "linear_before_reset output_sequence<7",
    "Gather": "axis",
    "GatherElements": "axis",
    "GatherND": "batch_dims",
    "Gemm": "alpha beta broadcast<7 transA transB",
    "GlobalAveragePool": "",
    "GlobalMaxPool": "",
    "Greater": "axis<7 broadcast<7",
    "GreaterOrEqual": "",
    "GroupNormalization": "epsilon num_groups stash_type",
    "HardSigmoid": "alpha beta consumed_inputs<6",
    "HardSwish": "",
    "Identity": "",
    "InstanceNormalization": "consumed_inputs<6 epsilon",
    "LSTM":
      "activation_alpha activation_beta activations clip direction hidden_size "
      + "input_forget layout output_sequence<7",
    "LayerNormalization": "axis epsilon stash_type",
    "LeakyRelu": "alpha consumed_inputs<6",
    "Less": "axis<7 broadcast<7",
    "LessOrEqual": "",
    "Log": "consumed_inputs<6",
    "LogSoftmax": "axis",
    "LpNormalization": "axis p",
    "MatMul": "",
    "MatMulInteger": "",
    "Max": "consumed_inputs<6",
    "MaxPool": "auto_pad ceil_mode dilations kernel_shape pads storage_order strides",
    "Mean": "consumed_inputs<6",
    "Min": "consumed_inputs<6",
    "Mod": "fmod",
    "Mul": "axis<7 broadcast<7 consumed_inputs<6",
    "Neg": "consumed_inputs<6",
    "NonMaxSuppression": "center_point_box",
    "Not": "",
    "Or": "axis<7 broadcast<7",
    "PRelu": "consumed_inputs<6",
    "Pad": "mode paddings<2 pads<11 value<11",
    "Pow": "axis<7 broadcast<7",
    "QLinearConv": "auto_pad dilations group kernel_shape pads strides",
    "QLinearMatMul": "",
    "QuantizeLinear": "axis block_size output_dtype precision saturate",
    "RNN":
      "activation_alpha activation_beta activations clip direction hidden_size layout "
      + "output_sequence<7",
    "Range": "",
    "Reciprocal": "consumed_inputs<6",
    "ReduceL1": "axes<18 keepdims noop_with_empty_axes",
    "ReduceL2": "axes<18 keepdims noop_with_empty_axes",
    "ReduceLogSumExp": "axes<18 keepdims noop_with_empty_axes",
    "ReduceMax": "axes<18 keepdims noop_with_empty_axes",
    "ReduceMean": "axes<18 keepdims noop_with_empty_axes",
    "ReduceMin": "axes<18 keepdims noop_with_empty_axes",
    "ReduceProd": "axes<18 keepdims noop_with_empty_axes",
    "ReduceSum": "axes<13 keepdims noop_with_empty_axes",
    "ReduceSumSquare": "axes<18 keepdims noop_with_empty_axes",
    "Relu": "consumed_inputs<6",
    "Reshape": "allowzero consumed_inputs<5 shape<5",
    "Resize":
      "antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside "
      + "extrapolation_value keep_aspect_ratio_policy mode nearest_mode",
    "ReverseSequence": "batch_axis time_axis",
    "Round": "",
    "Scatter": "axis",
    "ScatterElements": "axis reduction",
    "ScatterND": "reduction",
    "Selu": "alpha consumed_inputs<6 gamma",
    "Shape": "end start",
    "Sigmoid": "consumed_inputs<6",
    "Sign": "",
    "Size": "",
    "Slice": "axes<10 ends<10 starts<10",
    "Softmax": "axis",
    "Softplus": "",
    "Softsign": "",
    "SpaceToDepth": "blocksize",
    "Split": "axis num_outputs split<13",
    "Sqrt": "consumed_inputs<6",
    "Squeeze": "axes<13",
    "Sub": "axis<7 broadcast<7 consumed_inputs<6",
    "Sum": "consumed_inputs<6",
    "Tanh": "consumed_inputs<6",
    "ThresholdedRelu": "alpha",
    "Tile": "",
    "TopK": "axis k<10 largest sorted",
    "Transpose": "perm",
    "Trilu": "upper",
    "Unsqueeze": "axes<13",
    "Upsample": "height_scale<7 mode scales<9 width_scale<7",
    "Where": "",
  ]
}
