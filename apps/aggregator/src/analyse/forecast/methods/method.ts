/**
 * A way to look ahead. `fit` learns from the values before `until` alone, and answers null where that is too little for it; what
 * it learnt may then be asked at any later origin, so that errors of the past are those it would have made then.
 */
export interface Method {
  readonly name: string;
  fit(values: Float64Array, until: number): Predictor | null;
}

/** The next `steps` values as seen from the values before `origin`. */
export type Predictor = (values: Float64Array, origin: number, steps: number) => Float64Array;
