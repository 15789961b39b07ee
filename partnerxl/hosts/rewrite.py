"""Changes parts of a workbook's package and leaves every other part as its stored bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from copy import copy
from functools import cached_property
from itertools import count

from lxml import etree

from partnerxl.hosts.package import RELATIONSHIPS, Node, Package, relations_part

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
HAS_DESCRIPTOR = 8


class Rewrite:
    """A package with some parts replaced or added; nothing is written anywhere."""

    def __init__(self, package: Package) -> None:
        """Start from a package as it is."""
        self.package = package
        self._changed: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    @property
    def changed(self) -> frozenset[str]:
        """Names of the parts that were replaced or added."""
        return frozenset(self._changed)

    @property
    def dropped(self) -> frozenset[str]:
        """Names of the parts that were taken out."""
        return frozenset(self._dropped)

    def has(self, part: str) -> bool:
        """Whether the part is there, or was added."""
        return self.package.has(part) or self._name(part) in self._changed

    def xml(self, part: str) -> Node:
        """The root element of a part as it stands now."""
        content = self._changed.get(self._name(part))
        return self.package.xml(part) if content is None else etree.fromstring(content)

    def put(self, part: str, root: Node) -> None:
        """Replace or add a part; a part that says the same keeps its stored bytes."""
        name = self._name(part)
        if self.package.has(name) and _same(self.package.xml(name), root):
            self._changed.pop(name, None)
            return
        self._changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _name(self, part: str) -> str:
        """The part's name as it stands in the package."""
        return self.package.parts.get(Package.key(part), part)

    # --- relationships and content types ----------------------------------------------------------

    def relations(self, part: str) -> Node:
        """The relationships of a part; an empty list when it has none."""
        named = relations_part(part)
        return (
            self.xml(named)
            if self.has(named)
            else etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
        )

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Add a relationship to a part and give its id back."""
        listed = self.relations(owner)
        used = {each.get("Id") for each in listed}
        new = next(name for number in range(1, len(used) + 2) if (name := f"rId{number}") not in used)
        link = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(owner)))
        etree.SubElement(listed, f"{{{RELATIONSHIPS}}}Relationship", Id=new, Type=kind, Target=link)
        self.put(relations_part(owner), listed)
        return new

    def add(self, pattern: str, root: Node, content_type: str, first: int = 1) -> str:
        """Add a part under the first free name of a pattern such as ``xl/tables/table{}.xml``; 0 is no number."""
        names = (pattern.format(number or "") for number in count(first))
        part = next(name for name in names if not self.has(name) and name.lower() not in self._targets)
        self.put(part, root)
        types = self.xml(TYPES_PART)
        if not any(each.get("PartName") == f"/{part}" for each in types):
            etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        self.put(TYPES_PART, types)
        return part

    def drop(self, owner: str, part: str) -> None:
        """Take out a part that another one owns."""
        name = self._name(part)
        self._dropped.add(name)
        listed = self.relations(owner)
        ours = {
            each.id for each in self.package.relations(owner) if Package.key(each.target) == Package.key(part)
        }
        self._without(relations_part(owner), listed, lambda each: each.get("Id") in ours)
        types, wanted = self.xml(TYPES_PART), Package.key(name)
        self._without(TYPES_PART, types, lambda each: Package.key(each.get("PartName", "")) == wanted)

    def _without(self, part: str, root: Node, is_gone: Callable[[Node], bool]) -> None:
        for each in [child for child in root if is_gone(child)]:
            root.remove(each)
        self.put(part, root)

    @cached_property
    def _targets(self) -> frozenset[str]:
        """Targets of every relationship of the package as it was, also of parts that are not there."""
        owners = (_owner(name) for key, name in self.package.parts.items() if key.endswith(".rels"))
        listed = (each for owner in owners for each in self.package.relations(owner))
        return frozenset(each.target.lower() for each in listed if not each.external)

    # --- the new file -----------------------------------------------------------------------------

    def as_bytes(self) -> bytes:
        """The whole package: untouched entries as their stored bytes, the others packed anew."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self.package.comment
            for entry in self.package.entries:
                if entry.filename not in self._dropped:
                    self._copy(target, entry)
            known = {entry.filename for entry in self.package.entries}
            for part in [part for part in self._changed if part not in known]:
                _write(target, part, self._changed[part])
        return out.getvalue()

    def _copy(self, target: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        if entry.filename in self._changed:
            _write(target, entry.filename, self._changed[entry.filename])
            return
        stored = self.package.stored(entry)
        kept = copy(entry)
        kept.filename = entry.orig_filename
        kept.flag_bits &= ~HAS_DESCRIPTOR
        kept.extra = b""
        stream = target.fp
        if stream is None:  # pragma: no cover  the file is open here
            return
        kept.header_offset = stream.tell()
        stream.write(kept.FileHeader(zip64=False))
        stream.write(stored)
        target.filelist.append(kept)
        target.NameToInfo[kept.filename] = kept
        target.start_dir = stream.tell()


def _owner(relations: str) -> str:
    """The part whose relationships a part holds."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.join(folder, posixpath.basename(relations)[: -len(".rels")])


def _same(old: Node, new: Node) -> bool:
    canonical = {"method": "c14n", "with_comments": True}
    return bool(etree.tostring(old, **canonical) == etree.tostring(new, **canonical))


def _write(target: zipfile.ZipFile, part: str, content: bytes) -> None:
    info = zipfile.ZipInfo(part, FIXED_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    target.writestr(info, content)


def untouched(
    package: Package, new: Package, changed: frozenset[str], dropped: frozenset[str] = frozenset()
) -> str | None:
    """The first part whose stored bytes differ though they should not; None when all is well."""
    found = {entry.filename: entry for entry in new.entries}
    for entry in package.entries:
        if entry.filename in dropped:
            continue
        other = found.get(entry.filename)
        if other is None:
            return entry.filename
        if entry.filename not in changed and new.stored(other) != package.stored(entry):
            return entry.filename
    return None
