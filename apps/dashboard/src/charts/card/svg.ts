const SVG = 'http://www.w3.org/2000/svg';

/** An element of a picture. */
export function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** How words are set; left out = as everything else. */
export interface Setting {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
}

/** Words of a picture, as a text node: names are never markup. */
export function text(content: string, { x, y, size, anchor = 'start', weight = 400 }: Setting): SVGElement {
  const element = make('text', {
    ...{ x, y, fill: colour('--text'), 'font-size': size, 'font-family': 'sans-serif' },
    ...{ 'text-anchor': anchor, 'font-weight': weight },
  });
  element.textContent = content;
  return element;
}

/** The colour that the style sheet gives just now. */
export function colour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

/** A picture as an address. */
export function dataAddress(svg: SVGElement): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}
