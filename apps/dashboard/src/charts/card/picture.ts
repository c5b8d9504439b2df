import type { Legend } from './frame.js';

const SVG = 'http://www.w3.org/2000/svg';
const SHARPNESS = 2;
const MARGIN_PX = 16;
const LINE_PX = 20;
const TITLE_PX = 28;
/** A picture is to be looked at: of many series the first are told. */
const MOST_ROWS = 20;

/** A chart as a PNG with its title and legend, in the colours of the theme. Names are text nodes, never markup. */
export async function pictureOf(element: HTMLElement, title: string, legend: Legend | null): Promise<Blob> {
  const drawing = element.querySelector('svg, canvas');
  if (!drawing) throw new Error('nothing is drawn yet');
  const { width, height } = drawing.getBoundingClientRect();
  const rows = legend?.rows.slice(0, MOST_ROWS) ?? [];
  const size = { width: width + 2 * MARGIN_PX, height: height + TITLE_PX + rows.length * LINE_PX + 2 * MARGIN_PX };
  const sheet = sheetOf(size, title);
  sheet.append(placed(await asImage(drawing), width, height));
  rows.forEach((row, index) => {
    const y = MARGIN_PX + TITLE_PX + height + (index + 0.7) * LINE_PX;
    sheet.append(swatch(row.colour, y), text([row.label, ...row.figures].join('   '), MARGIN_PX + 18, y, 12));
  });
  return toPng(sheet, size);
}

function sheetOf(size: { width: number; height: number }, title: string): SVGElement {
  const sheet = make('svg', { xmlns: SVG, width: size.width, height: size.height });
  sheet.append(make('rect', { width: size.width, height: size.height, fill: colour('--surface') }));
  sheet.append(text(title, MARGIN_PX, MARGIN_PX + 12, 15));
  return sheet;
}

function placed(address: string, width: number, height: number): SVGElement {
  return make('image', { href: address, x: MARGIN_PX, y: MARGIN_PX + TITLE_PX, width, height });
}

/** The drawing by itself, as an address: what it inherits from the page is written into it. */
async function asImage(drawing: Element): Promise<string> {
  if (drawing instanceof HTMLCanvasElement) return drawing.toDataURL('image/png');
  const copy = drawing.cloneNode(true) as SVGElement;
  // HTML inside would make the canvas refuse to give the picture out.
  copy.querySelectorAll('foreignObject').forEach((foreign) => foreign.remove());
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
