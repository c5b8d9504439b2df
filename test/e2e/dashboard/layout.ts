import type { Page } from 'playwright-core';

/**
 * Runs in the page: texts with a figure and a unit of which a part is hidden by what they lie in. What can be scrolled to is not
 * hidden, and what is for screen readers alone is not meant to be seen.
 */
const CUT = `(() => {
  const FIGURE = /\\d\\s*([kMGTPE]?(bit|B)\\/s|[kMGTP]?B|pkt\\/s|lost\\/s|%|ms)(\\s|$)/;
  const found = new Set();
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!FIGURE.test(parent.textContent) || parent.closest('svg, style, .visually-hidden')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    for (let box = parent; box && box.tagName !== 'MAIN'; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (/auto|scroll/.test(style.overflowX)) break;
      const { left, right } = box.getBoundingClientRect();
      const isCut = /hidden|clip/.test(style.overflowX) && (text.right > right + 1 || text.left < left - 1);
      if (isCut) found.add(parent.textContent.trim().slice(0, 80) + ' in ' + (box.className || box.tagName));
    }
  }
  return [...found];
})()`;

/** Figures of a page that cannot be read whole, a line a figure; empty where all can. */
export function cutFigures(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(CUT);
}
