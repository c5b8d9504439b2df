import { afterEach, describe, expect, it } from '@jest/globals';
import { effectScope, type EffectScope, ref } from 'vue';
import { colourOf } from '../format/colour.js';
import { type Coloured, containerEntity, entityColour, groupEntity, useChartColours } from './use-entity-colour.js';

const hosts = Array.from({ length: 200 }, (_, index): Coloured => ({ kind: 'host', id: `h${index}` }));
const own = ({ kind, id }: Coloured): string => colourOf(`${kind}:${id}`);
/** Two that would have the same colour. */
const twinsOf = (one: Coloured | undefined): Coloured[] => hosts.filter((each) => one && own(each) === own(one));
const [first = hosts[0]!, second = hosts[0]!] = twinsOf(hosts[0]);
let scopes: EffectScope[] = [];

function chart(shown: () => readonly Coloured[]): EffectScope {
  const scope = effectScope();
  scope.run(() => useChartColours(shown));
  scopes.push(scope);
  return scope;
}

afterEach(() => {
  scopes.forEach((scope) => scope.stop());
  scopes = [];
});

describe('the colour of an entity', () => {
  it('is the same on all charts and on its mark in a table, however the API calls its kind', () => {
    const shown = ref<readonly Coloured[]>([]);
    chart(() => shown.value);
    shown.value = [first, { kind: 'HOST', id: second.id }];
    chart(() => [second]);
    expect(entityColour(second)).not.toBe(entityColour(first));
    expect(entityColour({ kind: 'HOST', id: second.id })).toBe(entityColour(second));
    expect(entityColour(first)).toBe(own(first));
  });

  it('stays when its chart is gone, so that the next page has it, too', () => {
    const scope = chart(() => [first, second]);
    const colour = entityColour(second);
    scope.stop();
    expect(entityColour(second)).toBe(colour);
    chart(() => [second, first]);
    expect(entityColour(second)).toBe(colour);
  });

  it('is found from the keys of a group', () => {
    const key = (dimension: string, value: string | null) => ({ dimension, label: null, value, name: value });
    const of = (...keys: object[]): Coloured => groupEntity({ group: 'g', keys } as never);
    expect(of(key('NETWORK', 'shop'))).toEqual({ kind: 'NETWORK', id: 'shop' });
    expect(of(key('CONTAINER', 'web'), key('HOST', 'h1'))).toEqual(
      containerEntity({ name: 'web', pod: null, host: { id: 'h1' } }),
    );
    expect(of(key('CONTAINER', 'cart-7d/app'), key('HOST', 'h1'))).toEqual(
      containerEntity({ name: 'app', pod: 'cart-7d', host: { id: 'h1' } }),
    );
    expect(of(key('INTERFACE', 'i'), key('HOST', 'h1'), key('CONTAINER', null))).toEqual({
      kind: 'INTERFACE',
      id: 'i',
    });
    expect(of(key('NETWORK', null))).toEqual({ kind: 'group', id: 'g' });
  });
});
