"""The architectures that `make_architectures.py` makes: a name, and how to build it and its input.

Each entry is (name, group, builder, shape of one image). A group is `spiking` where every operation
is linear, a max pool or an activation with a firing rate, and `none` where one is not: its refusal is
what is right. Weights are random.
"""

import torch
from torch import nn
from torch.nn import functional as F


def conv_norm(inputs, outputs, kernel=3, stride=1, groups=1, activation=nn.ReLU):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
              nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([activation()] if activation else []))


# Papers' networks for CIFAR-10, MNIST and the like.

class MNISTExample(nn.Module):
    """PyTorch's own example: log_softmax at the end, dropout, max pool behind two convolutions."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.fc1, self.fc2 = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 2)
        return F.log_softmax(self.fc2(F.relu(self.fc1(torch.flatten(x, 1)))), 1)


class Block(nn.Module):
    """A residual block; its shortcut is option A (subsampled, padded with zeros) or B."""

    def __init__(self, inputs, outputs, stride, option, before=False):
        super().__init__()
        self.before, self.stride, self.padding = before, stride, outputs - inputs
        self.body = nn.Sequential(conv_norm(inputs, outputs, 3, stride),
                                  conv_norm(outputs, outputs, activation=None))
        self.norm = nn.BatchNorm2d(inputs)
        self.projection = None
        if option == "B" and (stride > 1 or inputs != outputs):
            self.projection = conv_norm(inputs, outputs, 1, stride, activation=None)

    def shortcut(self, x):
        if self.projection:
            return self.projection(x)
        if self.padding or self.stride > 1:
            half = self.padding // 2
            return F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, half, self.padding - half))
        return x

    def forward(self, x):
        if self.before:
            return self.body(F.relu(self.norm(x))) + self.shortcut(x)
        return F.relu(self.body(x) + self.shortcut(x))


def residual(blocks, width, option="B", before=False):
    layers, inputs = [conv_norm(3, width)], width
    for stage in range(3):
        for index in range(blocks):
            outputs = width << stage
            layers.append(Block(inputs, outputs, 2 if stage and not index else 1, option, before))
            inputs = outputs
    return nn.Sequential(*layers, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                         nn.Linear(inputs, 10))


class DenseLayer(nn.Module):
    def __init__(self, inputs, growth):
        super().__init__()
        self.norm, self.conv = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, growth, 3, 1, 1, bias=False)

    def forward(self, x):
        return torch.cat([x, self.conv(F.relu(self.norm(x)))], 1)


def densenet40(growth=12, depth=4):
    layers, channels = [nn.Conv2d(3, 16, 3, padding=1)], 16
    for stage in range(3):
        for _ in range(depth):
            layers.append(DenseLayer(channels, growth))
            channels += growth
        if stage < 2:
            layers += [nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, channels, 1),
                       nn.AvgPool2d(2)]
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1),
                         nn.Flatten(), nn.Linear(channels, 10))


def vgg(plan, pool=nn.MaxPool2d, norm=True):
    layers, channels = [], 3
    for width in plan:
        if width == "M":
            layers.append(pool(2))
        else:
            layers.append(conv_norm(channels, width) if norm else nn.Sequential(
                nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def network_in_network():
    def stage(inputs, widths, kernel):
        first, second, third = widths
        return [nn.Conv2d(inputs, first, kernel, padding=kernel // 2), nn.ReLU(),
                nn.Conv2d(first, second, 1), nn.ReLU(), nn.Conv2d(second, third, 1), nn.ReLU()]
    return nn.Sequential(
        *stage(3, (96, 80, 48), 5), nn.MaxPool2d(3, 2, ceil_mode=True),
        *stage(48, (96, 96, 96), 5), nn.AvgPool2d(3, 2, ceil_mode=True),
        *stage(96, (96, 96, 10), 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())


def all_convolutional():
    return nn.Sequential(
        conv_norm(3, 48), conv_norm(48, 48), conv_norm(48, 48, stride=2), conv_norm(48, 96),
        conv_norm(96, 96, stride=2), conv_norm(96, 96, 1), nn.Conv2d(96, 10, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Softmax(1))


def lenet5(activation=nn.ReLU):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), activation(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), activation(),
        nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), activation(), nn.Linear(120, 84),
        activation(), nn.Linear(84, 10))


class PoolBeforeNorm(nn.Module):
    """Max pool, then batch normalization: where its scale is negative, the pool is a min pool."""

    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.conv2, self.fc = conv_norm(16, 32), nn.Linear(32, 10)
        nn.init.normal_(self.norm.weight)

    def forward(self, x):
        x = F.relu(self.norm(F.max_pool2d(self.conv(x), 2)))
        return self.fc(self.conv2(x).mean((2, 3)))


# Images out of images.

class UNet(nn.Module):
    def __init__(self, up, width=8, classes=4):
        super().__init__()
        self.down = nn.ModuleList([conv_norm(3, width), conv_norm(width, 2 * width),
                                   conv_norm(2 * width, 4 * width)])
        rise = lambda inputs: (
            nn.ConvTranspose2d(inputs, inputs // 2, 2, 2) if up == "transposed" else nn.Sequential(
                nn.Upsample(scale_factor=2, mode=up), nn.Conv2d(inputs, inputs // 2, 1)))
        self.up = nn.ModuleList([rise(4 * width), rise(2 * width)])
        self.merge = nn.ModuleList([conv_norm(4 * width, 2 * width), conv_norm(2 * width, width)])
        self.last = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        a = self.down[0](x)
        b = self.down[1](F.max_pool2d(a, 2))
        x = self.down[2](F.max_pool2d(b, 2))
        x = self.merge[0](torch.cat([b, self.up[0](x)], 1))
        return self.last(self.merge[1](torch.cat([a, self.up[1](x)], 1)))


class FCN(nn.Module):
    """Scores of two depths, summed after upsampling."""

    def __init__(self):
        super().__init__()
        self.early, self.late = conv_norm(3, 16, stride=2), conv_norm(16, 32, stride=2)
        self.scores = nn.ModuleList([nn.Conv2d(16, 4, 1), nn.Conv2d(32, 4, 1)])

    def forward(self, x):
        early = self.early(x)
        late = F.interpolate(self.scores[1](self.late(early)), scale_factor=2, mode="nearest")
        return F.interpolate(late + self.scores[0](early), scale_factor=2, mode="bilinear")


def autoencoder():
    return nn.Sequential(
        conv_norm(1, 16, stride=2), conv_norm(16, 32, stride=2),
        nn.ConvTranspose2d(32, 16, 3, 2, 1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, 2, 1, output_padding=1))


class SuperResolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(),
                                  nn.Conv2d(32, 16, 3, padding=1), nn.ReLU(),
                                  nn.Conv2d(16, 4, 3, padding=1), nn.PixelShuffle(2))

    def forward(self, x):
        return self.body(x)


# Detectors: one tensor of heads each.

class YOLO(nn.Module):
    def __init__(self, activation=nn.ReLU, outputs=18):
        super().__init__()
        widths = [3, 16, 32, 64, 128]
        layers = []
        for inputs, outputs_ in zip(widths, widths[1:]):
            layers += [conv_norm(inputs, outputs_, activation=activation), nn.MaxPool2d(2)]
        self.body, self.head = nn.Sequential(*layers), nn.Conv2d(128, outputs, 1)

    def forward(self, x):
        x = self.head(self.body(x))
        return x.flatten(2).transpose(1, 2)


class SSD(nn.Module):
    """Heads of two scales, reshaped and joined."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(conv_norm(3, 16, stride=2), conv_norm(16, 32, stride=2))
        self.second = conv_norm(32, 64, stride=2)
        self.heads = nn.ModuleList([nn.Conv2d(32, 4 * 6, 3, padding=1),
                                    nn.Conv2d(64, 4 * 6, 3, padding=1)])

    def forward(self, x):
        a = self.first(x)
        maps = [self.heads[0](a), self.heads[1](self.second(a))]
        rows = [m.permute(0, 2, 3, 1).reshape(m.shape[0], -1, 6) for m in maps]
        return torch.cat(rows, 1)


class Pyramid(nn.Module):
    """A feature pyramid with one shared head, as RetinaNet has it."""

    def __init__(self):
        super().__init__()
        self.levels = nn.ModuleList([conv_norm(3, 16, stride=2), conv_norm(16, 32, stride=2),
                                     conv_norm(32, 64, stride=2)])
        self.lateral = nn.ModuleList([nn.Conv2d(c, 16, 1) for c in (16, 32, 64)])
        self.head = nn.Sequential(conv_norm(16, 16), nn.Conv2d(16, 9, 3, padding=1))

    def forward(self, x):
        maps = []
        for level in self.levels:
            x = level(x)
            maps.append(x)
        rows, above = [], None
        for index in (2, 1, 0):
            here = self.lateral[index](maps[index])
            above = here if above is None else here + F.interpolate(above, scale_factor=2)
            rows.append(self.head(above).permute(0, 2, 3, 1).flatten(1, 2))
        return torch.cat(rows, 1)


# Sound and signals: [channels, length].

def signal(inputs, outputs, kernel, stride=1, dilation=1):
    reach = dilation * (kernel - 1)
    return nn.Sequential(nn.Conv1d(inputs, outputs, kernel, stride, reach // 2, dilation),
                         nn.BatchNorm1d(outputs), nn.ReLU())


def m5():
    return nn.Sequential(
        signal(1, 32, 80, 16), nn.MaxPool1d(4), signal(32, 32, 3), nn.MaxPool1d(4),
        signal(32, 64, 3), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(64, 35),
        nn.LogSoftmax(1))


class Causal(nn.Module):
    """A block of a temporal convolutional network: dilated, padded on the left only."""

    def __init__(self, channels, dilation):
        super().__init__()
        self.dilation = dilation
        self.first = nn.Conv1d(channels, channels, 3, dilation=dilation)
        self.second = nn.Conv1d(channels, channels, 3, dilation=dilation)

    def forward(self, x):
        y = F.relu(self.first(F.pad(x, (2 * self.dilation, 0))))
        return F.relu(x + F.relu(self.second(F.pad(y, (2 * self.dilation, 0)))))


class TCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(4, 16, 1)
        self.body, self.fc = nn.Sequential(*(Causal(16, d) for d in (1, 2, 4))), nn.Linear(16, 6)

    def forward(self, x):
        return self.fc(self.body(F.relu(self.first(x)))[:, :, -1])


def keyword_spotting():
    layers = [nn.Conv2d(1, 32, (10, 4), (2, 2), (5, 1), bias=False), nn.BatchNorm2d(32), nn.ReLU()]
    for _ in range(3):
        layers += [conv_norm(32, 32, groups=32), conv_norm(32, 32, 1)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 12))


def eegnet(activation=nn.ReLU):
    return nn.Sequential(
        nn.Conv2d(1, 8, (1, 32), padding=(0, 16), bias=False), nn.BatchNorm2d(8),
        nn.Conv2d(8, 16, (16, 1), groups=8, bias=False), nn.BatchNorm2d(16), activation(),
        nn.AvgPool2d((1, 4)), nn.Conv2d(16, 16, (1, 16), padding=(0, 8), groups=16, bias=False),
        nn.Conv2d(16, 16, 1, bias=False), nn.BatchNorm2d(16), activation(), nn.AvgPool2d((1, 8)),
        nn.Flatten(), nn.LazyLinear(4))


# Control.

def nature_dqn():
    return nn.Sequential(
        nn.Conv2d(4, 32, 8, 4), nn.ReLU(), nn.Conv2d(32, 64, 4, 2), nn.ReLU(), nn.Conv2d(64, 64, 3),
        nn.ReLU(), nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, 6))


class Dueling(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU())
        self.value, self.advantage = nn.Linear(64, 1), nn.Linear(64, 4)

    def forward(self, x):
        x = self.body(x)
        advantage = self.advantage(x)
        return self.value(x) + advantage - advantage.mean(1, keepdim=True)


class Impala(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for width in (16, 32):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
                       Block(width, width, 1, "A", before=True)]
            channels = width
        self.body = nn.Sequential(*layers, nn.ReLU(), nn.Flatten(), nn.LazyLinear(64), nn.ReLU(),
                                  nn.Linear(64, 15))

    def forward(self, x):
        return self.body(x)


def perceptron(activation=nn.ReLU, last=()):
    return nn.Sequential(nn.Linear(8, 64), activation(), nn.Linear(64, 64), activation(),
                         nn.Linear(64, 4), *last)


try:
    import torchvision
except RuntimeError:
    # Built for another torch, it lacks its own operators; no network here needs one.
    for operator in ("nms", "qnms"):
        torch.library.define(f"torchvision::{operator}",
                             "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
    import torchvision


def hub(library, name, **options):
    def build():
        if library == "timm":
            import timm
            return timm.create_model(name, pretrained=False, num_classes=10, **options)
        return torchvision.models.get_model(name, weights=None, num_classes=10, **options)
    return build


def features(name, channels):
    """The convolutions of a network whose own classifier has a hundred million weights."""
    return lambda: nn.Sequential(torchvision.models.get_model(name, weights=None).features,
                                 nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


SMALL, LARGE = (3, 32, 32), (3, 64, 64)
RELU6 = nn.ReLU6

ALL = [
    *((name, "spiking", hub("torchvision", name), LARGE) for name in (
        "resnet18", "resnet34", "resnet50", "resnext50_32x4d",
        "densenet121", "squeezenet1_0", "squeezenet1_1", "mobilenet_v2", "mnasnet0_5", "mnasnet1_0",
        "shufflenet_v2_x0_5", "shufflenet_v2_x1_0", "regnet_x_400mf")),
    ("alexnet", "spiking", features("alexnet", 256), LARGE),
    ("vgg11", "spiking", features("vgg11", 512), LARGE),
    ("vgg13_bn", "spiking", features("vgg13_bn", 512), LARGE),
    ("googlenet", "spiking", hub("torchvision", "googlenet", aux_logits=False, init_weights=False), LARGE),
    ("inception_v3", "spiking",
     hub("torchvision", "inception_v3", aux_logits=False, init_weights=False), (3, 96, 96)),
    *((name, "spiking", hub("timm", name), LARGE) for name in (
        "resnet26", "resnet10t", "tf_efficientnet_lite0", "mobilenetv1_100", "mobilenetv2_100",
        "spnasnet_100", "fbnetc_100", "repvgg_a0", "dla34", "hrnet_w18_small", "selecsls42b",
        "res2net50_26w_4s", "vovnet39a", "dpn68", "xception41")),
    ("lenet5", "spiking", lenet5, (1, 28, 28)), ("mnist_example", "spiking", MNISTExample, (1, 28, 28)),
    ("vgg16_cifar", "spiking", lambda: vgg(
        [32, 32, "M", 64, 64, "M", 96, 96, 96, "M", 96, 96, 96]), SMALL),
    ("vgg_cifar_avg", "spiking", lambda: vgg(
        [32, 32, "M", 64, 64, "M", 96, 96], nn.AvgPool2d, False), SMALL),
    ("vgg_cifar_relu6", "spiking", lambda: nn.Sequential(
        conv_norm(3, 32, activation=RELU6), nn.MaxPool2d(2), conv_norm(32, 64, activation=RELU6),
        nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(64, 10)), SMALL),
    ("resnet20_a", "spiking", lambda: residual(3, 16, "A"), SMALL),
    ("resnet20_b", "spiking", lambda: residual(3, 16, "B"), SMALL),
    ("preact_resnet14", "spiking", lambda: residual(2, 16, "B", True), SMALL),
    ("wide_resnet10_2", "spiking", lambda: residual(1, 32, "B", True), SMALL),
    ("densenet40", "spiking", densenet40, SMALL), ("nin", "spiking", network_in_network, SMALL),
    ("all_cnn", "spiking", all_convolutional, SMALL),
    ("pool_before_norm", "spiking", PoolBeforeNorm, SMALL),
    ("unet_transposed", "spiking", lambda: UNet("transposed"), SMALL),
    ("unet_nearest", "spiking", lambda: UNet("nearest"), SMALL),
    ("unet_bilinear", "spiking", lambda: UNet("bilinear"), SMALL),
    ("fcn", "spiking", FCN, SMALL), ("autoencoder", "spiking", autoencoder, (1, 28, 28)),
    ("super_resolution", "spiking", SuperResolution, (1, 16, 16)),
    ("yolo_relu", "spiking", YOLO, LARGE), ("ssd", "spiking", SSD, LARGE),
    ("pyramid", "spiking", Pyramid, LARGE), ("m5", "spiking", m5, (1, 8000)),
    ("tcn", "spiking", TCN, (4, 64)), ("ds_cnn", "spiking", keyword_spotting, (1, 49, 10)),
    ("eegnet_relu", "spiking", eegnet, (1, 16, 128)), ("dqn", "spiking", nature_dqn, (4, 84, 84)),
    ("dueling", "spiking", Dueling, (8,)), ("impala", "spiking", Impala, LARGE),
    ("policy", "spiking", perceptron, (8,)),
    ("critic_sigmoid", "spiking", lambda: perceptron(last=[nn.Sigmoid()]), (8,)),
    ("yolo_leaky", "signed", lambda: YOLO(lambda: nn.LeakyReLU(0.1)), LARGE),
    ("policy_leaky", "signed", lambda: perceptron(nn.LeakyReLU), (8,)),
    *((name, "none", hub("torchvision", name), LARGE) for name in (
        "mobilenet_v3_small", "efficientnet_b0", "regnet_y_400mf", "convnext_tiny")),
    ("vit_b_16", "none", hub("torchvision", "vit_b_16", image_size=64), LARGE),
    ("mixer_s32", "none", hub("timm", "mixer_s32_224"), (3, 224, 224)),
    ("ghostnet", "none", hub("timm", "ghostnet_100"), LARGE),
    ("eegnet_elu", "none", lambda: eegnet(nn.ELU), (1, 16, 128)),
    ("lenet5_tanh", "none", lambda: lenet5(nn.Tanh), (1, 28, 28)),
    ("policy_tanh", "none", lambda: perceptron(nn.Tanh), (8,)),
    ("policy_silu", "none", lambda: perceptron(nn.SiLU), (8,)),
]
