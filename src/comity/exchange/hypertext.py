"""A negotiated text as one self-contained HTML page, every word of it escaped; prints on paper as it is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from comity.convene.text.brackets import Marked, Run, beside, settled, voices
from comity.convene.text.document import Text, sha256
from comity.exchange.markdown import told

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--paper:#fff;--quiet:#5b6575;--line:#d9dee6;
--in:#0b5d3b;--in-bg:#e3f4ea;--out:#8c1d18;--out-bg:#fbe7e5;--note:#3f4d66}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaf0;--paper:#14181f;--quiet:#9aa5b8;--line:#2f3846;
--in:#8fdcb2;--in-bg:#143325;--out:#f2aaa4;--out-bg:#3c1a18;--note:#b3c0d8}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
font:17px/1.6 Georgia,"Times New Roman",serif}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
.facts,.legend,footer,.id,.notes,.tag{font:13px/1.5 system-ui,sans-serif;color:var(--quiet)}
.stamp{font:600 13px system-ui,sans-serif;margin:0 0 1rem}
.facts{margin:0 0 1rem}
.legend{border:1px solid var(--line);border-width:1px 0;padding:.5rem 0;margin:0 0 1.5rem}
.p{display:grid;grid-template-columns:3.6rem 1fr;gap:0 .75rem;margin:0 0 1rem}.p p{margin:0}
.id{text-align:right;padding-top:.25rem}.id b{display:block;color:var(--ink)}
.p.in{background:var(--in-bg)}.p.out{background:var(--out-bg)}.p.in,.p.out{padding:.4rem 0;border-radius:4px}
.preamble p{font-style:italic}.heading p{font-weight:bold}
ins{text-decoration:none;color:var(--in);background:var(--in-bg);font-weight:600;border-radius:2px}
del{color:var(--out);background:var(--out-bg);border-radius:2px}
.note{font:.8em system-ui,sans-serif;font-style:normal;color:var(--note)}
.notes{grid-column:2;margin:.25rem 0 0;padding:0;list-style:none}
.bar{height:6px;margin:0 0 1rem;background:var(--line);border-radius:3px;overflow:hidden;max-width:16rem}
.bar i{display:block;height:100%;background:var(--in)}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.75rem;overflow-wrap:anywhere}
.beside li{margin:0 0 .5rem}@media print{main{padding:0}}
"""


def write(text: Text, shown: Sequence[Marked], label: str = "") -> str:
    """The page. Ids of paragraphs are its anchors; hovering over a bracket tells whose it is."""
    found = settled(text)
    stamp = f'<p class="stamp">{escape(label)}</p>\n' if label else ""
    marks = any(run.look != "plain" for paragraph in shown for run in paragraph.runs)
    legend = (
        '<p class="legend">In brackets: <ins>words wanted in</ins>, <del>words wanted out</del>, and alternatives, '
        "the first being the text as it stands. Names say who asks for it (in) or is against (out).</p>"
        if marks
        else ""
    )
    symbol = f"{escape(text.opened.symbol)} · " if text.opened.symbol else ""
    kept = beside(text)
    items = "".join(f"<li>{escape(told(one))}</li>" for one in kept)
    aside = (
        '<h2>Beside the text</h2><p class="facts">Open proposals that conflict with what was accepted since; '
        f'their words are kept as made.</p><ul class="beside">{items}</ul>'
        if kept
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(text.opened.title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main>\n{stamp}<h1>{escape(text.opened.title)}</h1>\n"
        f'<p class="facts">{symbol}version {text.version} · {len(text.open)} open proposals · '
        f"{found.share:.0%} of {found.words} words outside brackets</p>\n"
        f'<div class="bar" role="img" aria-label="{found.share:.0%} of words outside brackets">'
        f'<i style="width:{found.share:.1%}"></i></div>\n{legend}\n'
        f"{''.join(_paragraph(text, paragraph) for paragraph in shown)}{aside}\n"
        f"<footer>Held by {escape(text.opened.by)}. Clean text of version {text.version}: SHA-256 {sha256(text)}"
        "</footer>\n</main></body></html>\n"
    )


def _paragraph(text: Text, paragraph: Marked) -> str:
    look = f" {paragraph.look}" if paragraph.look != "plain" else ""
    body = "".join(("" if run.tight or not at else " ") + _run(text, run) for at, run in enumerate(paragraph.runs))
    items = "".join(f"<li>{escape(note)}</li>" for note in paragraph.notes)
    notes = f'<ul class="notes">{items}</ul>' if items else ""
    label = f"<b>{escape(paragraph.label)}</b>" if paragraph.label else ""
    return (
        f'<div class="p {paragraph.role}{look}" id="{escape(paragraph.id)}">'
        f'<div class="id">{label}{escape(paragraph.id)}</div><p>{body}</p>'
        f"{notes}</div>\n"
    )


def _run(text: Text, run: Run) -> str:
    words = escape(run.text)
    if run.look == "plain":
        return words
    title = f' title="{escape(_whose(text, run))}"' if run.about else ""
    if run.look == "note":
        return f'<span class="note"{title}>{words}</span>'
    tag = "ins" if run.look == "in" else "del"
    return f"<{tag}{title}>{words}</{tag}>"


def _whose(text: Text, run: Run) -> str:
    told = []
    for id in run.about:
        because = text.proposals[id].proposed.because
        told.append(f"{id}, {', '.join(voices(text, (id,))[0])}" + (f": {because}" if because else ""))
    return "; ".join(told)
