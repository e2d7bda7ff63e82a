"""What a page looks like to a machine: to axe, to its layout, and beside a kept picture."""

import base64
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(__file__).parent / "pictures"
# Cells of a picture that are compared; small letters vanish in them, so fonts hardly count.
CELLS = (48, 30)
# How much a cell's colour may differ, of 255: on the mean of all, and in the worst one.
MEAN_MAX, WORST_MAX = 4.0, 60.0
_LOADED_MS = 30_000

_RUN_AXE = """async () => {
  const {violations} = await axe.run(document);
  return violations.map(({id, nodes}) =>
    `${id}: ${nodes.map(({html, failureSummary}) => html + " " + failureSummary).join("; ")}`);
}"""
# Set before a page loads; shifts that follow a person's own key or click are expected and left out.
WATCH_SHIFTS = """() => {
  window.shifted = {by: 0, what: []};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.shifted.by += entry.value;
      for (const {node} of entry.sources) window.shifted.what.push(node?.outerHTML?.slice(0, 160));
    }
  }).observe({type: "layout-shift", buffered: true});
}"""
_COMPARE = """async ([kept, shown, [width, height]]) => {
  const read = async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const [one, other] = [await read(kept), await read(shown)];
  let sum = 0, worst = 0;
  for (let at = 0; at < one.length; at++) {
    const apart = Math.abs(one[at] - other[at]);
    sum += apart;
    worst = Math.max(worst, apart);
  }
  return [sum / one.length, worst];
}"""


def list_pages(**params: str) -> list[str]:
    """Paths of all pages the web app registers, with the given words for their colons."""
    source = (ROOT / "web" / "src" / "pages.ts").read_text("utf-8")
    paths = re.findall(r'^\s*page\(\s*"([^"]+)"', source, re.MULTILINE)
    assert paths, "pages.ts registers pages in another way"
    return [
        re.sub(r":(\w+)", lambda word: params.get(word[1], "0123456789abcdef"), path)
        for path in paths
    ]


def wait_until_loaded(page: Page) -> None:
    """Until no skeleton is left."""
    expect(page.locator('[aria-busy="true"]')).to_have_count(0, timeout=_LOADED_MS)


def run_axe(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, one line a rule."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(_RUN_AXE)


def compare_picture(page: Page, name: str, folder: Path) -> None:
    """Fail if the page looks unlike the kept picture; the new one is then in `folder`.

    A new kept picture is made by putting the one from `folder` into `pictures/`.
    """
    shown = page.screenshot(path=folder / f"{name}.png", animations="disabled")
    kept = PICTURES / f"{name}.png"
    assert kept.is_file(), f"there is no {kept}; look at {folder / kept.name} and keep it"
    given: list[Any] = [
        base64.b64encode(kept.read_bytes()).decode(),
        base64.b64encode(shown).decode(),
        list(CELLS),
    ]
    mean, worst = page.evaluate(_COMPARE, given)
    said = f"{name} looks different (mean {mean:.1f}, worst {worst:.0f}): {folder / kept.name}"
    assert mean <= MEAN_MAX, said
    assert worst <= WORST_MAX, said
