/** What a rate usually is at a time; 19 of 20 ordinary minutes lie between low and high. */
export interface Usual {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** How sure that is, 0 … 1. */
  readonly confidence: number;
}
