"""What a bucket tells a phone about a file: its media type, and that it may be kept for ever."""

FOR_EVER = "public, max-age=31536000, immutable"
UNKNOWN = "application/octet-stream"
MEDIA_TYPES = {
    "avif": "image/avif",
    "glb": "model/gltf-binary",
    "jpg": "image/jpeg",
    "json": "application/json",
    "m4a": "audio/mp4",
    "mind": UNKNOWN,
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "usdz": "model/vnd.usdz+zip",
    "webp": "image/webp",
}


def media_type(name: str) -> str:
    """Give the media type of a file by the extension of its name."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], UNKNOWN)
