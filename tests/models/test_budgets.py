"""What every built model keeps to: what a phone can carry, a weak signal can bring and Android's viewer can read."""

import brotli
import pytest

from mangrove_ar.builds.steps import BROTLI_QUALITY
from tests.built import SLUGS, Built
from tests.models.glb import head_of, pictures_of, triangles_of

KIB = 1024
MOST_TRIANGLES = 60_000
MOST_TEXTURE_PX = {"web": 1024, "ar": 2048}
MOST_BYTES = {"web after brotli": 400 * KIB, "coarse": 60 * KIB, "ar": 4 * KIB * KIB}

pytestmark = pytest.mark.parametrize("slug", SLUGS)


def test_a_model_is_built_within_its_own_budget(built: Built, slug: str) -> None:
    assert built.model(slug).faults == []


def test_the_web_variant_is_light(built: Built, slug: str) -> None:
    content = built.content(slug, "web")
    assert triangles_of(head_of(content)) <= MOST_TRIANGLES
    assert len(brotli.compress(content, quality=BROTLI_QUALITY)) <= MOST_BYTES["web after brotli"]


def test_the_web_variant_has_small_webp_textures(built: Built, slug: str) -> None:
    pictures = pictures_of(built.content(slug, "web"))
    assert {(media_type, picture.format) for media_type, picture in pictures} <= {("image/webp", "WEBP")}
    assert max((max(picture.size) for _, picture in pictures), default=0) <= MOST_TEXTURE_PX["web"]


def test_the_coarse_level_is_light(built: Built, slug: str) -> None:
    assert len(built.content(slug, "coarse")) <= MOST_BYTES["coarse"]


def test_the_variant_for_android_is_plain_gltf(built: Built, slug: str) -> None:
    content = built.content(slug, "ar")
    assert len(content) <= MOST_BYTES["ar"]
    head = head_of(content)
    assert "extensionsUsed" not in head
    for primitive in (primitive for mesh in head["meshes"] for primitive in mesh["primitives"]):
        assert not set(primitive["attributes"]) & {"COLOR_0", "TEXCOORD_1"}
    pictures = pictures_of(content)
    assert {(media_type, picture.format) for media_type, picture in pictures} <= {
        ("image/jpeg", "JPEG"),
        ("image/png", "PNG"),
    }
    assert max((max(picture.size) for _, picture in pictures), default=0) <= MOST_TEXTURE_PX["ar"]
