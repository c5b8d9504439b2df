import type { Point } from '../composables/live/frames.js';

/** One entity on a mirrored chart: what it receives is drawn above zero, what it transmits below. */
export interface ChartEntity {
  readonly id: string;
  /** Shown as text only; it may hold anything. */
  readonly name: string;
  /** Custom properties that hold its colours. */
  readonly incomingColour: string;
  readonly outgoingColour: string;
  readonly incoming: readonly Point[];
  readonly outgoing: readonly Point[];
}
