import type { Page } from 'playwright-core';

/**
 * Runs in the page: texts with a figure and a unit of which a part is hidden by what they lie in. What can be scrolled to is not
 * hidden, and what is for screen readers alone is not meant to be seen.
 */
const CUT = `(() => {
  const FIGURE = /\\d\\s*([kMGTPE]?(bit|B)\\/s|[kMGTP]?B|pkt\\/s|lost\\/s|%|ms)(\\s|$)/;
  const UNIT = /^\\s*([kMGTPE]?(bit|B)\\/s|[kMGTP]?B|%|ms)\\s*$/;
  const found = new Set();
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    // A unit may stand in an element of its own, beside its number.
    const figure = UNIT.test(node.data) ? parent.parentElement : parent;
    if (!FIGURE.test(figure.textContent) || parent.closest('svg, style, .visually-hidden')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    for (let box = parent; box && box.tagName !== 'MAIN'; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (/auto|scroll/.test(style.overflowX)) break;
      const { left, right } = box.getBoundingClientRect();
      const isCut = /hidden|clip/.test(style.overflowX) && (text.right > right + 1 || text.left < left - 1);
      if (isCut) found.add(figure.textContent.trim() + ' in ' + (box.className || box.tagName));
    }
  }
  return [...found];
})()`;

/** Figures of a page that cannot be read whole, a line a figure; empty where all can. */
export function cutFigures(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(CUT);
}

/** The innermost elements that reach beyond the right edge, and how far the page reaches. */
export function tooWide(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const beyond = (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
    const all = [...document.querySelectorAll('body *')].filter((element) => beyond(element) && ![...element.children].some(beyond));
    const names = all.slice(0, 5).map((element) => element.tagName + '.' + element.className);
    return [document.documentElement.scrollWidth + ' px', ...names].join(', ');
  })()`);
}
