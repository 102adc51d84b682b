#!/usr/bin/env python3
"""Asks two PDF libraries of strangers about documents of ours: qpdf (through pikepdf) and PDFium (through pypdfium2).

    check.py [--render FOLDER] FILE...

One line per file: `FILE OK pages` or `FILE REFUSED reasons`. Each file must have: a title that is shown, a language, the
claims PDF/UA-1 and PDF/A-2a in its metadata, every font embedded with a way back to Unicode, a structure tree whose every
node is of a standard kind and stands where that kind may stand, headings that leave out no level, rows of a table of one
width, every piece of content of every page either marked in the tree or an artifact, links that have words and lead to a
page, and text that PDFium reads. `--render` writes each page as PNG.

Exit status: 0 when all are well, 1 when one is not, 2 when a file cannot be read at all.
"""

import argparse
import re
import sys
from pathlib import Path

import pikepdf
import pypdfium2

INSIDE = {
    "L": {"LI", "L"}, "LI": {"Lbl", "LBody"}, "Table": {"THead", "TBody", "TR"}, "THead": {"TR"}, "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
ONLY_IN = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}}
KINDS = {"Document", "P", "Link", "H1", "H2", "H3", "H4", "H5", "H6", "Span", "Div"} | set(INSIDE) | set(ONLY_IN)


def main():
    parser = argparse.ArgumentParser(description="Asks PDF libraries of strangers about documents.")
    parser.add_argument("--render", type=Path, help="write pages as PNG into this folder")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    status = 0
    for file in arguments.files:
        try:
            wrong, pages = judge(file)
            if arguments.render:
                render(file, arguments.render)
        except (OSError, pikepdf.PdfError, pypdfium2.PdfiumError) as error:
            print(f"{file} UNABLE {error}")
            return 2
        print(f"{file} REFUSED {'; '.join(wrong)}" if wrong else f"{file} OK {pages} pages", flush=True)
        status = max(status, 1 if wrong else 0)
    return status


def judge(file):
    wrong = []
    with pikepdf.open(file) as pdf:
        wrong += [f"qpdf: {problem}" for problem in pdf.check_pdf_syntax()]
        catalog(pdf, wrong)
        fonts(pdf, wrong)
        tree(pdf, wrong)
        content(pdf, wrong)
        pages = len(pdf.pages)
    document = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    if not text.strip():
        wrong.append("PDFium reads no text")
    return wrong, pages


def catalog(pdf, wrong):
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        wrong.append("no language")
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        wrong.append("not marked")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        wrong.append("the title is not shown")
    meta = bytes(root.Metadata.read_bytes()).decode("utf-8")
    for what, pattern in [
        ("PDF/UA-1", r"pdfuaid:part(>|=\")1"), ("PDF/A-2", r"pdfaid:part(>|=\")2"),
        ("PDF/A level A", r"pdfaid:conformance(>|=\")A"), ("title", r"dc:title"),
    ]:
        if not re.search(pattern, meta):
            wrong.append(f"no {what} in the metadata")


def fonts(pdf, wrong):
    for page in pdf.pages:
        for name, font in dict(page.get("/Resources", {}).get("/Font", {})).items():
            if "/ToUnicode" not in font:
                wrong.append(f"{name}: no way back to Unicode")
            for inner in font.get("/DescendantFonts", [font]):
                described = inner.get("/FontDescriptor", {})
                if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    wrong.append(f"{name}: not embedded")
                if "+" not in str(inner.BaseFont):
                    wrong.append(f"{name}: not a subset")


def tree(pdf, wrong):
    levels = [0]

    def walk(node, parent):
        kind = str(node.get("/S", "")).lstrip("/")
        if kind not in KINDS:
            wrong.append(f"a node of the kind {kind}")
        if parent in INSIDE and kind not in INSIDE[parent]:
            wrong.append(f"{kind} inside {parent}")
        if kind in ONLY_IN and parent not in ONLY_IN[kind]:
            wrong.append(f"{kind} outside its place")
        if re.fullmatch(r"H[1-6]", kind):
            level = int(kind[1])
            if level > levels[-1] + 1:
                wrong.append(f"{kind} after level {levels[-1]}")
            levels.append(level)
        if kind in ("THead", "TBody"):
            widths = {len(nodes(row)) for row in nodes(node)}
            if len(widths) > 1:
                wrong.append("rows of different widths")
        for child in nodes(node):
            walk(child, kind)

    if "/StructTreeRoot" not in pdf.Root:
        wrong.append("no structure tree")
        return
    for child in nodes(pdf.Root.StructTreeRoot):
        walk(child, None)


def nodes(node):
    """The children that are nodes themselves, not content."""
    children = node.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    return [child for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def content(pdf, wrong):
    for number, page in enumerate(pdf.pages, 1):
        depth, bare = 0, 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "b", "Do") and depth == 0:
                bare += 1
        if bare or depth:
            wrong.append(f"page {number}: {bare} marks outside of the tree")
        for link in page.get("/Annots", []):
            if not str(link.get("/Contents", "")).strip():
                wrong.append(f"page {number}: a link without words")
            if "/StructParent" not in link:
                wrong.append(f"page {number}: a link outside of the tree")
            if "/Dest" not in link and "/A" not in link:
                wrong.append(f"page {number}: a link to nowhere")


def render(file, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pypdfium2.PdfDocument(file), 1):
        page.render(scale=1.5).to_pil().save(folder / f"{file.stem}-{number}.png")


if __name__ == "__main__":
    sys.exit(main())
