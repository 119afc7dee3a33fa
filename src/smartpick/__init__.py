"""SmartPick: residency program lists with chances, reasons and costs, from published data."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
