"""Makes the models in keras/: small networks of Keras, and what Keras itself predicts.

    KERAS_BACKEND=torch python make_keras.py FOLDER      # Keras 3 (3.15.1 with torch 2.15.0)
    python make_keras.py FOLDER                          # Keras 2 (TensorFlow 2.15): keras2.*

NAME.x.npy holds inputs as Keras takes them, NAME.y.npy its predictions. Archives are packed anew
with deflate, because HDF5 files of small networks are mostly empty. bad-*.keras are one network with
something wrong in each; open.keras is residual.keras with Input((None, None, 2)). In names.keras
layers are called as a model and a layer in it are together, which Keras itself writes no more.
parts.keras is of Keras 3.15.1 with TensorFlow 2.21, because torch has another idea of an
output_padding of 'same': KERAS_BACKEND=tensorflow python make_keras.py FOLDER parts. So are the
newer merges.keras and bad-gate.keras, of which any version would do. moves.keras and
bad-further-result.keras are of Keras 3.15.1 with jax: KERAS_BACKEND=jax python make_keras.py FOLDER
moves. arrangements.*, accents.*, crop.* and cut.keras are of Keras 3.15.1 with torch 2.13:
KERAS_BACKEND=torch python make_keras.py FOLDER arrangements. cut.keras is crop.keras as if Keras 3.5
had written it, which takes the middle of an image; its cut.y.npy is what the formula gives.
"""

import io
import json
import os
import sys
import zipfile

import h5py
import numpy as np

PART = sys.argv[2:]
try:
    if PART:
        raise ImportError
    import tensorflow as tf

    keras, IS_OLD = tf.keras, True
except ImportError:
    import keras

    IS_OLD = False

L = keras.layers
folder = sys.argv[1]
rng = np.random.default_rng(18)


def seeded(model):
    """Random weights, with moving averages as a training leaves them."""
    weights = []
    for variable in model.weights:
        shape = tuple(variable.shape)
        name = variable.name.split("/")[-1]
        if "variance" in name:
            values = rng.uniform(0.5, 1.5, shape)
        elif "gamma" in name:
            values = rng.uniform(0.5, 1.5, shape)
        elif "count" in name:
            values = np.zeros(shape)
        elif len(shape) < 2:
            values = rng.normal(0, 0.2, shape)
        else:
            values = rng.normal(0, (2 / np.prod(shape[:-1])) ** 0.5, shape)
        weights.append(values.astype(np.asarray(variable).dtype if IS_OLD else variable.dtype))
    model.set_weights(weights)
    return model


def packed(path, change=None, target=None, others=None):
    """Packs an archive anew, after a change to configuration and weights, and to names."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if change:
        content = io.BytesIO(members["model.weights.h5"])
        configuration = json.loads(members["config.json"])
        with h5py.File(content, "r+") as weights:
            change(configuration["config"]["layers"], weights["layers"])
            if others:
                configuration = renamed(configuration, others)
        members["config.json"] = json.dumps(configuration).encode()
        members["model.weights.h5"] = content.getvalue()
    path = target or path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def save(model, name, suffixes, shape, low=-1.0, high=1.0):
    seeded(model)
    x = rng.uniform(low, high, (2, *shape)).astype(np.float32)
    y = model.predict(x, verbose=0)
    # Several outputs one behind the other, as the logits of a network have them.
    y = np.concatenate([part.reshape(len(x), -1) for part in y], 1) if isinstance(y, list) else y
    for suffix in suffixes:
        path = os.path.join(folder, f"{name}.{suffix}")
        model.save(path)
        if suffix == "keras":
            packed(path)
    np.save(os.path.join(folder, f"{name}.x.npy"), x)
    np.save(os.path.join(folder, f"{name}.y.npy"), np.asarray(y))


def convnet():
    return keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            L.Rescaling(1 / 255, offset=-0.1),
            L.Conv2D(4, 3, padding="same", activation="relu"),
            L.MaxPooling2D(),
            L.Conv2D(5, (2, 3), strides=(2, 1), use_bias=False),
            L.BatchNormalization(),
            L.ReLU(max_value=6.0),
            L.Dropout(0.5),
            L.Flatten(),
            L.Dense(4, activation="softmax"),
        ]
    )


def residual():
    x = entry = keras.Input((9, 8, 2))
    x = L.ZeroPadding2D(((1, 0), (0, 1)))(x)
    x = L.SeparableConv2D(4, 3, strides=2, padding="same", activation="relu")(x)
    shared = L.Conv2D(4, 3, padding="same")
    branch = L.Activation("relu")(L.BatchNormalization()(shared(x)))
    block = keras.Sequential(
        [
            keras.Input((5, 5, 4)),
            L.DepthwiseConv2D(3, padding="same", depth_multiplier=2),
            L.BatchNormalization(scale=False),
            L.Activation("relu"),
        ],
        name="block",
    )
    x = L.Add()([x, shared(branch)])
    x = L.Concatenate()([L.AveragePooling2D(2, strides=1, padding="same")(x), block(x)])
    x = L.UpSampling2D(2)(x)
    x = L.Cropping2D(((1, 0), (0, 2)))(x)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(entry, L.Dense(3, activation="sigmoid")(x))


def lengths():
    return keras.Sequential(
        [
            keras.Input((16, 3)),
            L.Conv1D(6, 3, padding="causal", dilation_rate=2, activation="relu"),
            L.MaxPooling1D(2),
            L.Conv1D(4, 3, activation="relu"),
            L.Dense(5, activation="relu"),
            L.Flatten(),
            L.Dense(3),
        ]
    )


def channels_first():
    first = {"data_format": "channels_first"}
    return keras.Sequential(
        [
            keras.Input((2, 6, 5)),
            L.Conv2D(3, 3, padding="same", activation="relu", **first),
            L.BatchNormalization(axis=1),
            L.MaxPooling2D(2, **first),
            L.Flatten(**first),
            L.Dense(3),
        ]
    )


def matrix():
    return keras.Sequential(
        [
            keras.Input((4, 6)),
            L.Flatten(),
            L.Dense(5, activation="relu"),
            L.Dense(2),
        ]
    )


def tuned():
    """A layer to whose weights a product of small matrices is added."""
    first = L.Dense(4, activation="relu", name="first")
    model = keras.Sequential([keras.Input((6,)), first, L.Dense(2)])
    first.enable_lora(2)
    first.lora_kernel_b.assign(np.ones(first.lora_kernel_b.shape))
    return model


def names():
    entry = keras.Input((6,), name="entry")
    within = keras.Sequential([keras.Input((6,)), L.Dense(4, name="d")], name="s")
    return keras.Model(
        entry, L.Add(name="sum")([within(entry), L.Dense(4, name="beside")(entry)]))


def functions():
    """Functions of keras.ops as layers."""
    x = entry = keras.Input((6, 5, 2))
    x = keras.ops.leaky_relu(L.Conv2D(4, 3)(x), negative_slope=0.1)
    x = keras.ops.max(keras.ops.relu(L.Conv2D(6, 2)(x)), axis=2, keepdims=True)
    x = L.Dense(3)(keras.ops.mean(x, axis=(1, -2)))
    return keras.Model(entry, keras.ops.log_softmax(x, axis=-1))


def choice(x):
    return keras.Model(x, keras.ops.argmax(L.Dense(3, activation="softmax")(L.Flatten()(x)), -1))


def places():
    """Shares of three classes at every place."""
    x = entry = keras.Input((6, 4, 2))
    x = L.Conv2D(5, 3, padding="same", activation="relu")(x)
    return keras.Model(entry, L.Conv2D(3, 1, activation="softmax")(x))


def parts():
    """Layers that choose parts of a map, repeat it, or give it another size."""
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

    x = entry = keras.Input((11, 10, 2))
    x = L.Resizing(5, 6)(L.CenterCrop(8, 7)(x))
    x = L.Conv2DTranspose(3, 3, strides=2, output_padding=1, activation="relu")(x)
    x = L.Resizing(7, 9, interpolation="nearest")(x)
    x = L.Conv2DTranspose(2, 4, strides=3, padding="same", output_padding=1)(x[:, 1:-1, ::2])
    x = CustomScaleLayer(0.3)([x, L.Conv2D(2, 1)(x)])
    row = L.Conv1D(2, 2)(L.RepeatVector(4)(x[:, 2, -1]))
    return keras.Model(
        entry, L.Dense(4)(L.Concatenate()([L.Flatten()(x[:, 3:]), L.Flatten()(row)])))


def constants():
    """Operations with arrays, which Keras holds in the configuration."""
    x = entry = keras.Input((6, 5, 2))
    x = L.Conv2D(4, 3)(x + np.array([0.5, -0.5], "f4"))
    x = keras.ops.subtract(np.array([[0.1], [0.2], [0.3]], "f4"), x)
    x = keras.ops.clip(-x, 0, 1)
    x = keras.ops.squeeze(keras.ops.max(x, axis=2, keepdims=True), 2)
    x = keras.ops.expand_dims(x, -1) * 2
    return keras.Model(entry, L.Dense(3)(L.Flatten()(x)))


def merges():
    """Numbers of the channels beside maps, to which Keras' merges give the axes in between."""
    entry = keras.Input((6, 5, 2))
    x = L.Conv2D(4, 3, activation="relu")(entry)
    row = L.Dense(4)(L.GlobalAveragePooling2D()(x))
    x = L.Average()([row, L.Subtract()([x, row]), x])
    return keras.Model(entry, L.Dense(3)(L.Flatten()(L.Add()([x, row]))))


def gate():
    """A squeeze and excite, which multiplies two values that depend on the image."""
    entry = keras.Input((6, 5, 2))
    x = L.Conv2D(4, 3, activation="relu")(entry)
    row = L.Dense(4, activation="sigmoid", name="gate")(L.GlobalAveragePooling2D()(x))
    return keras.Model(entry, L.Dense(3)(L.Flatten()(L.Multiply()([x, row]))))


def halves():
    entry = keras.Input((6, 5, 2))
    first, second = keras.ops.split(L.Conv2D(4, 3, activation="relu")(entry), 2, axis=-1)
    return keras.Model(entry, L.Dense(3)(L.Flatten()(L.Subtract(name="both")([first, second]))))


def moves():
    """Functions that move elements, products with arrays, and layers with several results."""
    ops = keras.ops
    inner = keras.Input((7, 4, 4))
    pair = keras.Model(inner, [L.Conv2D(2, 1)(inner), ops.flip(inner, axis=-1)], name="pair")
    x = entry = keras.Input((6, 5, 2))
    x = L.RandAugment()(L.RandomFlip()(x))
    x = ops.pad(x, ((0, 0), (1, 2), (0, 1), (0, 0)), constant_values=0.5)
    x = ops.roll(L.Conv2D(4, 3, activation="relu")(x), (2, -1), axis=(1, 2))
    thin, turned = pair(x)
    first, second = ops.split(turned, 2, axis=-1)
    low, middle, high = ops.split(second, [2, 5], axis=1)
    middle = ops.pad(ops.flip(middle, axis=(1, 2)), ((0, 0), (2, 2), (0, 0), (0, 0)), "reflect")
    x = ops.transpose(L.Subtract()([first, middle]) + thin, (0, 2, 1, 3))
    matrix = rng.normal(size=(2, 3)).astype("f4")
    x = ops.matmul(x, matrix)
    y = ops.einsum("bijk,kl->bilj", high, matrix)
    z = ops.einsum("kl,bijk->bijl", matrix, ops.roll(low, 1, axis=1))
    return keras.Model(
        entry, L.Dense(3)(L.Concatenate()([L.Flatten()(x), L.Flatten()(y), L.Flatten()(z)])))


def arrangements():
    """Functions that stack, repeat and choose elements, and give axes other places."""
    ops = keras.ops
    x = entry = keras.Input((6, 5, 2))
    x = L.Conv2D(4, 3, padding="same", activation="relu")(x)
    parts = ops.unstack(x, axis=-1)
    y = ops.stack([parts[2], ops.abs(parts[0]), parts[1]], axis=1)
    y = ops.swapaxes(ops.moveaxis(y, 1, -1), 1, 2)
    y = L.Conv2D(3, 2, activation="relu")(ops.tile(y, (1, 2, 1, 1)))
    z = ops.repeat(x, 2, axis=1)
    z = ops.take(z, np.array([[0, 3], [-1, 1]]), axis=2)[..., 0, :]
    z = L.Conv2D(3, 2, activation="relu")(z)
    w = ops.reshape(ops.take(x, [3, 0, 1], axis=-1), (-1, 15, 6))
    w = L.Dense(2)(ops.squeeze(ops.expand_dims(ops.moveaxis(w, (1, 2), (2, 1)), -1), -1))
    t = ops.concatenate([ops.take(x, 2, axis=1), ops.unstack(x, 6, axis=1)[4]], axis=-1)
    parts = [L.Flatten()(value) for value in (y, z, w, ops.tile(t, (3, 1)))]
    return keras.Model(entry, L.Dense(3)(ops.concatenate(parts, axis=1)))


def accents():
    """Layers whose names differ only in how an accent is spelt."""
    x = entry = keras.Input((4,))
    x = L.Dense(3, activation="relu", name="caf\u00e9")(x)
    return keras.Model(entry, L.Dense(2, name="cafe\u0301")(x))


def crop():
    """A random crop, which only Keras before 3.6 replaces by another map in inference."""
    return keras.Sequential(
        [keras.Input((9, 6, 2)), L.RandomCrop(4, 5), L.Conv2D(4, 3, activation="relu"),
         L.GlobalAveragePooling2D(), L.Dense(3)])


def with_middle():
    """crop.keras as if Keras 3.5 had written it, and what its layer for inference gives."""
    path = os.path.join(folder, "crop.keras")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    metadata = json.loads(members["metadata.json"])
    members["metadata.json"] = json.dumps({**metadata, "keras_version": "3.5.0"}).encode()
    with zipfile.ZipFile(os.path.join(folder, "cut.keras"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    x = np.load(os.path.join(folder, "crop.x.npy"))
    # The largest part of 9 x 6 in the shape of 4 x 5 is 4 x 6, from row 2 on.
    middle = keras.ops.image.resize(x[:, 2:6], (4, 5), interpolation="bilinear")
    model = keras.models.load_model(path)
    y = middle
    for layer in model.layers[1:]:
        y = layer(y)
    np.save(os.path.join(folder, "cut.x.npy"), x)
    np.save(os.path.join(folder, "cut.y.npy"), keras.ops.convert_to_numpy(y))


def boxes():
    """Boxes and scores behind activations that no spikes stand for."""
    entry = keras.Input((4, 4, 1))
    x = L.Flatten()(L.Conv2D(3, 3, activation="relu")(entry))
    edges = keras.ops.elu(L.ELU(3.0)(L.Dense(8, bias_initializer="normal")(x)), alpha=0.25)
    scores = L.Activation("sigmoid")(L.Dense(4)(x))
    return keras.Model(
        entry, [L.Reshape((2, 4), name="boxes")(edges), L.Reshape((2, 2), name="scores")(scores)])


def pieces():
    """Functions of straight pieces, which are clips, and bounds by comparisons."""
    ops = keras.ops
    x = entry = keras.Input((6, 5, 2))
    x = L.Conv2D(4, 3, activation="hard_sigmoid")(x)
    y = ops.hard_tanh(L.Conv2D(4, 1)(ops.hard_sigmoid(x)) * 3)
    x = ops.maximum(L.Conv2D(4, 1, activation="hard_tanh")(x), ops.minimum(y, ops.abs(-y)))
    x = L.Conv2D(4, 1)(x + ops.min(x, axis=(1, 2), keepdims=True))
    x = ops.where(ops.greater(x, 0), x, 0.0) + ops.where(ops.less_equal(0.5, x), 0.5, x)
    x = x + ops.where(ops.logical_not(ops.less(x, 0.25)), x, 0.25)
    return keras.Model(entry, L.Dense(3, activation="tanh")(L.Flatten()(x)))


def falling():
    return keras.Sequential([keras.Input((4,)), L.Dense(3, name="first"), L.ELU(-1.0, name="last")])


def renamed(value, names):
    """The same configuration with other names of layers."""
    if isinstance(value, dict):
        return {key: renamed(member, names) for key, member in value.items()}
    if isinstance(value, list):
        return [renamed(element, names) for element in value]
    return names.get(value, value) if isinstance(value, str) else value


def code():
    return keras.Sequential(
        [
            keras.Input((4,)),
            L.Dense(3, name="first"),
            L.Lambda(lambda x: x * 2, name="twice"),
            L.Dense(2),
        ]
    )


os.makedirs(folder, exist_ok=True)
if PART == ["moves"]:
    def beyond(layers, weights):
        both = next(layer for layer in layers if layer["name"] == "both")
        both["inbound_nodes"][0]["args"][0][1]["config"]["keras_history"][2] = 2

    path = os.path.join(folder, "bad-further-result.keras")
    halves().save(path)
    packed(path, beyond)
    save(moves(), "moves", ["keras"], (6, 5, 2))
elif PART == ["arrangements"]:
    save(arrangements(), "arrangements", ["keras"], (6, 5, 2))
    save(accents(), "accents", ["keras", "h5"], (4,))
    save(crop(), "crop", ["keras"], (9, 6, 2))
    with_middle()
elif PART == ["parts"]:
    save(parts(), "parts", ["keras"], (11, 10, 2))
    save(merges(), "merges", ["keras"], (6, 5, 2))
    path = os.path.join(folder, "bad-gate.keras")
    gate().save(path)
    packed(path)
elif IS_OLD:
    save(residual(), "keras2", ["keras", "h5"], (9, 8, 2))
else:
    save(convnet(), "convnet", ["keras"], (10, 10, 1), 0, 255)
    save(residual(), "residual", ["keras"], (9, 8, 2))

    def opened(layers, weights):
        layers[0]["config"]["batch_shape"] = [None, None, None, 2]

    packed(
        os.path.join(folder, "residual.keras"), opened, os.path.join(folder, "open.keras"))
    save(lengths(), "lengths", ["keras"], (16, 3))
    save(channels_first(), "channels-first", ["keras"], (2, 6, 5))
    save(matrix(), "matrix", ["h5"], (4, 6))
    save(names(), "names", ["keras"], (6,))

    def beside(layers, weights):
        weights["dense/vars"].attrs["name"] = "s/d"

    packed(os.path.join(folder, "names.keras"), beside, others={
        "entry": "s/d/kernel", "beside": "s/d", "sum": "s/d#0"})
    place, path = rng.bit_generator.state, os.path.join(folder, "bad-lambda.keras")
    save(functions(), "functions", ["keras"], (6, 5, 2))
    save(choice(keras.Input((6, 5, 2))), "choice", ["keras"], (6, 5, 2))
    save(places(), "places", ["keras"], (6, 4, 2))
    save(constants(), "constants", ["keras"], (6, 5, 2))
    save(boxes(), "boxes", ["keras"], (4, 4, 1))
    path = os.path.join(folder, "bad-falling.keras")
    falling().save(path)
    packed(path)

    def option(layers, weights):
        layers[2]["config"]["beta"] = 2

    packed(path, option, os.path.join(folder, "bad-option.keras"))
    path = os.path.join(folder, "bad-lambda.keras")
    rng.bit_generator.state = place
    code().save(path)
    tuned().save(os.path.join(folder, "bad-lora.h5"))

    def bad(name, change):
        packed(path, change, os.path.join(folder, f"bad-{name}.keras"))

    def known(layers):
        layers[2]["class_name"] = "Dropout"

    def other_shape(layers, weights):
        known(layers)
        layers[1]["config"]["units"] = 5

    def other_owner(layers, weights):
        known(layers)
        weights["dense/vars"].attrs["name"] = "second"

    def own_class(layers, weights):
        layers[1]["class_name"] = "MyDense"

    def own_module(layers, weights):
        layers[1].update(module="mymodule", registered_name="Dense")
        layers[2].update(class_name="Identity", module="mypackage.layers",
                         registered_name="mypackage>Identity")

    def own_activation(layers, weights):
        known(layers)
        layers[1]["config"]["activation"] = {
            "module": "mymodule", "class_name": "ReLU", "config": {"name": "r"},
            "registered_name": "mymodule>ReLU"}

    def missing(layers, weights):
        known(layers)
        del weights["dense/vars/1"]

    def not_finite(layers, weights):
        weights["dense/vars/0"][0, 0] = np.nan
        known(layers)

    for change in [other_shape, other_owner, own_class, own_module, own_activation, missing,
                   not_finite]:
        bad(change.__name__.replace("_", "-"), change)
    packed(path)

    def scale(layers, weights):
        layers[1]["config"]["scale"] = "1/255"

    packed(os.path.join(folder, "convnet.keras"), scale, os.path.join(folder, "bad-scale.keras"))

    def said(key, value):
        """A change that lets the first layer which says something in words say something else."""
        def change(layers, weights):
            of_words = [layer["config"] for layer in layers[1:]
                        if isinstance(layer["config"].get(key), (str, dict))]
            of_words[0][key] = value
        return change

    # Words that no version of Keras knows, and weights in eight bits.
    quantised = {"class_name": "QuantizedDTypePolicy", "config": {"mode": "int8"}}
    for key, value in [("data_format", "x"), ("padding", "x"), ("activation", "Neg"),
                       ("interpolation", "x"), ("dtype", quantised)]:
        packed(os.path.join(folder, "residual.keras"), said(key, value),
               os.path.join(folder, f"bad-{key.replace('_', '-')}.keras"))
    save(pieces(), "pieces", ["keras", "h5"], (6, 5, 2))
