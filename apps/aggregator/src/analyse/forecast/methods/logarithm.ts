import type { Method } from './method.js';
import { median } from '../../series/quantile.js';

/** Share of the usual value that is added first: idle hours have no logarithm, and almost idle ones would count most. */
const OFFSET_SHARE = 0.01;

/** A method that works by factors instead of amounts: traffic that doubles in the morning doubles wherever it starts from. */
export function byFactors(method: Method): Method {
  return {
    name: `${method.name} by factors`,
    fit(values, until) {
      const past = values.subarray(0, until);
      const usual = median(past) || past.reduce((sum, value) => sum + value, 0) / until;
      if (!(usual > 0)) return null;
      const offset = OFFSET_SHARE * usual;
      const logarithms = remembered((from) => from.map((value) => Math.log(Math.max(value, 0) + offset)));
      const predict = method.fit(logarithms(values), until);
      if (!predict) return null;
      return (later, origin, steps) =>
        predict(logarithms(later), origin, steps).map((value) => Math.exp(value) - offset);
    },
  };
}

/** The same values are asked about at many origins. */
function remembered(work: (values: Float64Array) => Float64Array): (values: Float64Array) => Float64Array {
  let last: { readonly values: Float64Array; readonly result: Float64Array } | null = null;
  return (values) => {
    if (last?.values !== values) last = { values, result: work(values) };
    return last.result;
  };
}
