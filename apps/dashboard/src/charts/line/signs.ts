import type { Sign } from './chart-line.js';

/** The shapes that tell kinds of marks apart, around 0 0, nine across. */
export const SIGNS: Readonly<Record<Sign, string>> = {
  change: 'M-4.5-3h9L0 4z',
  deploy: 'M0-4.5L4.5 0 0 4.5-4.5 0z',
  alert: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0',
  pattern: 'M-4.5 3.5L0-4.5l4.5 8z',
  annotation: 'M-3.5-4.5h7v9L0 2l-3.5 2.5z',
};
/** Several kinds in one place. */
export const SEVERAL = 'M-4-4h8v8h-8z';
