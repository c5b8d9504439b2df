import type { Beside, Legend, LegendRow } from './frame.js';

const SVG = 'http://www.w3.org/2000/svg';
const SHARPNESS = 2;
const MARGIN_PX = 16;
const LINE_PX = 20;
const TITLE_PX = 28;
/** A picture is to be looked at: of many series the first are told. */
const MOST_ROWS = 20;

const NAMES_PX = 200;
const VALUES_PX = 90;
const LONGEST_NAME = 26;
const UNDER_PX = 18;

/** What is put into a picture besides the drawing. */
export interface Caption {
  readonly title: string;
  readonly legend: Legend | null;
  readonly beside: Beside | null;
}

/** A chart as a PNG with its title, names and legend, in the colours of the theme. Names are text nodes, never markup. */
export async function pictureOf(element: HTMLElement, { title, legend, beside }: Caption): Promise<Blob> {
  const drawing = element.querySelector('svg, canvas');
  if (!drawing) throw new Error('nothing is drawn yet');
  const { width, height } = drawing.getBoundingClientRect();
  const rows = legend?.rows.slice(0, MOST_ROWS) ?? [];
  const left = MARGIN_PX + (beside ? NAMES_PX : 0);
  const below = MARGIN_PX + TITLE_PX + height + (beside?.under ? UNDER_PX : 0);
  const size = {
    width: left + width + MARGIN_PX + (beside?.values ? VALUES_PX : 0),
    height: below + rows.length * LINE_PX + MARGIN_PX,
  };
  const sheet = sheetOf(size, title);
  sheet.append(placed(await asImage(drawing), left, width, height));
  if (beside) sheet.append(...textsBeside(beside, { left, top: MARGIN_PX + TITLE_PX, width, height }));
  rows.forEach((row, index) => {
    const y = below + (index + 0.7) * LINE_PX;
    sheet.append(swatch(row.colour, y), text(legendWords(row, legend?.headings ?? []), MARGIN_PX + 18, y, 12));
  });
  return toPng(sheet, size);
}

function legendWords({ label, figures }: LegendRow, headings: readonly string[]): string {
  return [label, ...figures.map((figure, index) => `${headings[index] ?? ''} ${figure}`)].join(', ');
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function textsBeside({ names, values, under }: Beside, { left, top, width, height }: Box): SVGElement[] {
  const step = height / Math.max(1, names.length);
  const size = Math.min(12, step);
  const y = (index: number): number => top + (index + 0.5) * step + size / 3;
  const short = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
  return [
    ...names.map((name, index) => text(short(name), MARGIN_PX, y(index), size)),
    ...(values ?? []).map((value, index) => text(value, left + width + 8, y(index), size)),
    ...(under ?? []).map(({ share, text: words }) => text(words, left + share * width, top + height + 13, 11)),
  ];
}

function sheetOf(size: { width: number; height: number }, title: string): SVGElement {
  const sheet = make('svg', { xmlns: SVG, width: size.width, height: size.height });
  sheet.append(make('rect', { width: size.width, height: size.height, fill: colour('--surface') }));
  sheet.append(text(title, MARGIN_PX, MARGIN_PX + 12, 15));
  return sheet;
}

function placed(address: string, x: number, width: number, height: number): SVGElement {
  return make('image', { href: address, x, y: MARGIN_PX + TITLE_PX, width, height });
}

/** The drawing by itself, as an address: what it inherits from the page is written into it. */
async function asImage(drawing: Element): Promise<string> {
  if (drawing instanceof HTMLCanvasElement) return drawing.toDataURL('image/png');
  const copy = drawing.cloneNode(true) as SVGElement;
  // HTML inside would make the canvas refuse to give the picture out.
  copy.querySelectorAll('foreignObject').forEach((foreign) => foreign.remove());
  // Hidden by the style sheet alone, which a picture does not have.
  copy.querySelectorAll('[class*="crosshairs"]').forEach((hair) => hair.remove());
  copy.setAttribute('font-family', getComputedStyle(document.body).fontFamily);
  return dataAddress(copy);
}

function swatch(property: string, y: number): SVGElement {
  return make('rect', { x: MARGIN_PX, y: y - 9, width: 10, height: 10, rx: 3, fill: colour(property) });
}

function text(content: string, x: number, y: number, size: number): SVGElement {
  const element = make('text', { x, y, fill: colour('--text'), 'font-size': size, 'font-family': 'sans-serif' });
  element.textContent = content;
  return element;
}

async function toPng(sheet: SVGElement, size: { width: number; height: number }): Promise<Blob> {
  const image = new Image();
  image.src = dataAddress(sheet);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size.width * SHARPNESS;
  canvas.height = size.height * SHARPNESS;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))), 'image/png');
  });
}

function dataAddress(svg: SVGElement): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

function colour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
