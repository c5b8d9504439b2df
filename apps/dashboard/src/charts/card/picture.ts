import { type Box, legendRows, LINE_PX, MARGIN_PX, MOST_ROWS, ramp, textsBeside, textsInside } from './captions.js';
import type { ChartContent } from './frame.js';
import { colour, dataAddress, make, text } from './svg.js';

/** Pixels of a picture for one of the page. */
export const SHARPNESS = 2;
const TITLE_PX = 28;
const NAMES_PX = 200;
const VALUES_PX = 90;
const UNDER_PX = 18;
const RAMP_PX = 36;

/** What is put into a picture besides the drawing. */
export interface Caption {
  readonly title: string;
  readonly content: Pick<ChartContent, 'legend' | 'beside' | 'middle' | 'scale' | 'draw'>;
}

/** A chart as a PNG with its title, names and legend, in the colours of the theme. */
export async function pictureOf(element: HTMLElement, { title, content }: Caption): Promise<Blob> {
  const own = content.draw?.();
  const drawing = own ?? element.querySelector('svg, canvas');
  if (!drawing) throw new Error('nothing is drawn yet');
  const { width, height } = own
    ? { width: own.width / SHARPNESS, height: own.height / SHARPNESS }
    : drawing.getBoundingClientRect();
  const [beside, scale, legend] = [content.beside?.(), content.scale?.(), content.legend.value];
  const rows = Math.min(MOST_ROWS, legend?.rows.length ?? 0);
  const box: Box = { left: MARGIN_PX + (beside ? NAMES_PX : 0), top: MARGIN_PX + TITLE_PX, width, height };
  const below = box.top + height + (beside?.under ? UNDER_PX : 0) + MARGIN_PX / 2;
  const size = {
    width: box.left + width + MARGIN_PX + (beside?.values ? VALUES_PX : 0),
    height: below + (scale ? RAMP_PX : 0) + rows * LINE_PX + MARGIN_PX,
  };
  const sheet = make('svg', size);
  sheet.append(
    make('rect', { ...size, fill: colour('--surface') }),
    text(title, { x: MARGIN_PX, y: MARGIN_PX + 12, size: 15, weight: 600 }),
    make('image', { href: await asImage(drawing), x: box.left, y: box.top, width, height }),
    ...(beside ? textsBeside(beside, box) : []),
    ...textsInside(content.middle?.() ?? [], box),
    ...(scale ? ramp(scale, box.left, below) : []),
    ...legendRows(legend, below + (scale ? RAMP_PX : 0)),
  );
  return toPng(sheet, size);
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
