import type { InterfaceDetail } from '../../api/operations/interfaces.js';
import { formatSpeed } from '../../format/rate.js';

/** A link and how fast it is, to be changed. */
export interface SpeedOf {
  readonly id: string;
  readonly name: string;
  /** Null = not known. */
  readonly speedBitsPerSecond: number | null;
}

/** How fast a link is, and that somebody said so where nobody measured it; null where it is not known. */
export function speedWords(
  speedBitsPerSecond: number | null,
  speedSource: InterfaceDetail['speedSource'],
): string | null {
  if (speedBitsPerSecond === null) return null;
  return `${formatSpeed(speedBitsPerSecond)}${speedSource === 'HAND' ? ', set by hand' : ''}`;
}
