"""Writes Tests/DatasetsTests/References.swift: small files and what Pillow and NumPy make of them.

Run with Python 3, Pillow and NumPy: python Tests/References/datasets.py
"""
import base64, io, pathlib, struct, zlib
import numpy, PIL
from PIL import Image, PngImagePlugin

rng = numpy.random.default_rng(7)
lines = [
    f"// Written by Tests/References/datasets.py with Pillow {PIL.__version__} and NumPy {numpy.__version__};",
    "// do not edit. Files are in base64, pixels run row by row, the channels of a pixel side by side.",
    "",
    "enum References {",
]


def wrapped(text, width=88):
    return "\n".join("      " + text[i : i + width] for i in range(0, len(text), width))


def emit_file(name, data, pixels=None):
    """A file, and its pixels with shape [height, width] or [height, width, channels]."""
    text = base64.b64encode(data).decode()
    # Base64 ignores the line breaks.
    lines.extend([f'  static let {name} = ReferenceFile(', f'    name: "{name}",', '    base64: """', wrapped(text), '      """'])
    if pixels is not None:
        lines[-1] += ","
        text = base64.b64encode(numpy.asarray(pixels).astype("uint8").tobytes()).decode()
        lines.extend(['    pixelsBase64: """', wrapped(text), '      """'])
    lines[-1] += ")"


def numbers(values, kind, indentation):
    texts = [str(int(v)) if kind == "UInt8" else repr(float(numpy.float32(v))) for v in numpy.ravel(values)]
    rows, row = [], ""
    for text in texts:
        if indentation + len(row) + len(text) + 1 > 100:
            rows.append(row)
            row = ""
        row += text + ", "
    rows.append(row)
    return "\n".join(" " * indentation + r.rstrip() for r in rows if r.strip())


def emit_numbers(name, values, kind):
    lines.extend([f"  static let {name}: [{kind}] = [", numbers(values, kind, 4), "  ]"])


def encoded(image, format="PNG", **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def picture(name, array, mode, size=(7, 5)):
    data = encoded(Image.frombytes(mode, size, array.tobytes()))
    channels = 1 if mode in ("L", "LA") else 3
    emit_file(name, data, numpy.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))[..., :channels])


shape = (5, 7)
picture("greyPNG", rng.integers(0, 256, shape, "uint8"), "L")
picture("colorPNG", rng.integers(0, 256, (*shape, 3), "uint8"), "RGB")
picture("greyAlphaPNG", rng.integers(0, 256, (*shape, 2), "uint8"), "LA")
picture("alphaPNG", rng.integers(0, 256, (*shape, 4), "uint8"), "RGBA")

palette = Image.fromarray(rng.integers(0, 256, (*shape, 3), "uint8")).quantize(8)
emit_file("palettePNG", encoded(palette), numpy.asarray(palette.convert("RGB")))

bits = Image.fromarray(rng.integers(0, 2, shape, "uint8") * 255).convert("1")
emit_file("bitPNG", encoded(bits), numpy.asarray(bits.convert("L")))

deep = rng.integers(0, 65536, shape, "uint16")
# The rounding of 16 to 8 bits that the PNG specification asks for.
emit_file("deepPNG", encoded(Image.fromarray(deep)), numpy.round(deep / 257.0))

# A gamma that Pillow passes over, as it does in training.
linear = Image.fromarray(rng.integers(0, 256, shape, "uint8"))
chunks = PngImagePlugin.PngInfo()
chunks.add(b"gAMA", struct.pack(">I", 100_000))
emit_file("gammaPNG", encoded(linear, pnginfo=chunks), numpy.asarray(linear))

y, x = numpy.mgrid[0:16, 0:24]
smooth = numpy.stack([x * 10, y * 15, 255 - x * 5 - y * 5], -1).astype("uint8")
for name, image in (
    ("colorJPEG", Image.fromarray(smooth)),
    ("greyJPEG", Image.fromarray(smooth).convert("L")),
    ("inkJPEG", Image.fromarray(smooth).convert("CMYK")),
):
    data = encoded(image, "JPEG", quality=90)
    emit_file(name, data, None if name == "inkJPEG" else numpy.asarray(Image.open(io.BytesIO(data))))

# Resizing in Pillow's mode F, which does not round; the centre is cut as torchvision does.
source = rng.integers(0, 256, (9, 13), "uint8")
emit_numbers("resizeSource", source, "UInt8")
lines.append("  static let resized: [Int: [Float]] = [")
for target in (4, 6, 9, 14):
    width = int(target * 13 / 9)
    resized = numpy.asarray(Image.fromarray(source.astype("float32")).resize((width, target), Image.BILINEAR))
    left = int(round((width - target) / 2))
    lines.extend([f"    {target}: [", numbers(resized[:, left : left + target], "Float", 6), "    ],"])
lines.append("  ]")


def npy(name, array):
    file = io.BytesIO()
    numpy.save(file, array)
    emit_file(name, file.getvalue())


values = numpy.array([[0, 1, 2], [3, 100, 5]])
for kind in ("uint8", "bool", "int32", "int64", "float16", "float32", "float64"):
    npy(f"{kind}NPY", values.astype(kind))
npy("fortranNPY", numpy.asfortranarray(numpy.arange(24, dtype="float32").reshape(2, 3, 4)))
npy("vectorNPY", numpy.arange(5, dtype="float32"))
npy("pointNPY", numpy.float32(7))
npy("scalarNPY", numpy.float64(2.5))
npy("bigEndianNPY", values.astype(">f4"))
npy("structureNPY", numpy.zeros(2, [("a", "f4"), ("b", "i4")]))

for name, save in (("storedNPZ", numpy.savez), ("packedNPZ", numpy.savez_compressed)):
    file = io.BytesIO()
    save(file, y=numpy.array([4, 2]), images=numpy.arange(24, dtype="uint8").reshape(2, 1, 3, 4))
    emit_file(name, file.getvalue())

# A header that promises far more pixels than there are.
header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
emit_file("hugePNG", b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))

# A zip directory that promises an array of two gigabytes.
content = bytearray(file.getvalue())
first = content.index(b"PK\x01\x02")
content[first + 24 : first + 28] = struct.pack("<I", 0x7FFFFFFF)
emit_file("lyingNPZ", bytes(content))

lines.append("}")
target = pathlib.Path(__file__).parent.parent / "DatasetsTests" / "References.swift"
target.write_text("\n".join(lines) + "\n")
