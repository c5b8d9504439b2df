import { describe, expect, it } from '@jest/globals';
import { Autoregression, INPUTS } from './autoregression.js';
import { chance } from './score.fixture.js';
import { StateMemory } from './state-memory.js';

const fresh = (): Autoregression => new Autoregression(new StateMemory(1_024));
const TRUTH = [0.7, -0.3, 2, 0, 0.1, -1];

function rowsOf(count: number): { inputs: number[]; target: number }[] {
  const random = chance(5);
  return Array.from({ length: count }, () => {
    const inputs = Array.from({ length: INPUTS }, () => 1e6 * (random() - 0.5));
    return { inputs, target: inputs.reduce((sum, input, place) => sum + input * (TRUTH[place] ?? 0), 0) };
  });
}
function teach(regression: Autoregression, inputs: readonly number[], target: number, weight = 1): void {
  regression.inputs.set(inputs);
  regression.learn(target, weight);
}
function predict(regression: Autoregression, inputs: readonly number[]): number {
  regression.inputs.set(inputs);
  return regression.predict();
}

describe('Autoregression', () => {
  it('learns what a value depends on', () => {
    const regression = fresh();
    for (const { inputs, target } of rowsOf(2_000)) teach(regression, inputs, target);
    const unseen = [4e5, -2e5, 1e5, 3e5, -4e5, 2e5];
    const truth = unseen.reduce((sum, input, place) => sum + input * (TRUTH[place] ?? 0), 0);
    expect(Math.abs(predict(regression, unseen) - truth)).toBeLessThan(0.01 * Math.abs(truth));
  });

  it('foretells nothing before it has learnt', () => {
    expect(predict(fresh(), [1, 2, 3, 4, 5, 6])).toBe(0);
  });

  it('stays sane where inputs say the same, or nothing', () => {
    const regression = fresh();
    for (let row = 0; row < 500; row++) teach(regression, [row % 7, row % 7, row % 7, 0, 0, 0], row % 7);
    expect(predict(regression, [5, 5, 5, 0, 0, 0])).toBeCloseTo(5, 1);
    const idle = fresh();
    for (let row = 0; row < 500; row++) teach(idle, [0, 0, 0, 0, 0, 0], 0);
    expect(predict(idle, [1, 1, 1, 1, 1, 1])).toBe(0);
  });

  it('lets what counts little change little', () => {
    const regression = fresh();
    for (const { inputs, target } of rowsOf(1_000)) teach(regression, inputs, target);
    const unseen = [4e5, -2e5, 1e5, 3e5, -4e5, 2e5];
    const before = predict(regression, unseen);
    for (let row = 0; row < 32; row++) teach(regression, unseen, 1e9, 1e-6);
    expect(Math.abs(predict(regression, unseen) - before)).toBeLessThan(0.05 * Math.abs(before));
  });
});
