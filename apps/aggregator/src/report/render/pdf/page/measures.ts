import { PAGE } from './paper.js';

/** Of all pages, in points. */
export const MARGIN = { left: 50, right: 50, top: 74, bottom: 62 } as const;
export const LEFT = MARGIN.left;
export const RIGHT = PAGE.width - MARGIN.right;
export const WIDTH = RIGHT - LEFT;
export const TOP = MARGIN.top;
export const BOTTOM = PAGE.height - MARGIN.bottom;
/** Between a block and the next. */
export const BLOCK_GAP = 16;
