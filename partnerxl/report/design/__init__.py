"""How our report templates are made: styles and contents from the design tokens."""

from __future__ import annotations

from partnerxl.report.design.package import FILES, build, write

__all__ = ["FILES", "build", "write"]
