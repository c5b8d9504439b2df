import { describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { h } from 'vue';
import { partsOf } from '../../composables/chips-of.js';
import { amountOf, SPAN_UNITS, typedOf, unitFor, unitsOf } from './amount.js';
import AmountField from './AmountField.vue';
import CheckList from './CheckList.vue';
import FormField from './FormField.vue';
import HostField from './HostField.vue';
import { restOf } from './refusals.js';
import ScopeField from './ScopeField.vue';

describe('an amount', () => {
  it('is shown in the largest unit that has it as a short number', () => {
    const shown = (amount: number | null, unit: string): string => {
      const units = unitsOf(unit);
      const fitting = unitFor(amount, units);
      return `${typedOf(amount, fitting)} ${fitting.label}`.trim();
    };
    expect([shown(600, 's'), shown(90, 's'), shown(0, 's'), shown(null, 's')]).toEqual([
      '10 min',
      '1.5 min',
      '0 s',
      's',
    ]);
    expect([shown(1.25e8, 'B/s'), shown(2e6, 'B/s'), shown(1, 'B/s')]).toEqual(['1 Gbit/s', '2 MB/s', '1 B/s']);
    expect([shown(80, '%'), shown(0.999, '')]).toEqual(['80 %', '0.999']);
  });

  it('is kept in the first unit, without what floating-point numbers add', () => {
    const [, minutes = SPAN_UNITS[0]!] = SPAN_UNITS;
    expect(amountOf('1.1', minutes)).toBe(66);
    expect([amountOf('', minutes), amountOf('x', minutes)]).toEqual([null, null]);
  });

  it('stays as it is typed, and means another amount in another unit', async () => {
    const wrapper = mount(AmountField, {
      props: { id: 'x', label: 'time', describedBy: 'y', units: SPAN_UNITS, modelValue: 600 },
    });
    expect(wrapper.get('input').element.value).toBe('10');
    await wrapper.get('input').setValue('90');
    await wrapper.setProps({ modelValue: 5_400 });
    expect(wrapper.get('input').element.value).toBe('90');
    await wrapper.get('select').setValue('s');
    expect(wrapper.emitted('update:modelValue')).toEqual([[5_400], [90]]);
    await wrapper.setProps({ modelValue: 7_200 });
    expect([wrapper.get('input').element.value, wrapper.get('select').element.value]).toEqual(['2', 'h']);
  });
});

describe('a field', () => {
  const refusals = [
    { field: 'scope.host.eq', reason: 'must be text' },
    { field: 'scopes', reason: 'is not known here' },
    { field: 'name', reason: 'must be text of 1 to 120 characters, without NUL' },
  ];

  it('tells what is wrong with it, and belongs to its words', () => {
    const wrapper = mount(FormField, {
      props: { label: 'Scope', field: 'scope', refusals, hint: 'All' },
      slots: {
        default: ({ id, describedBy }: { id: string; describedBy: string }) =>
          h('input', { id, 'aria-describedby': describedBy }),
      },
    });
    const input = wrapper.get('input');
    expect(wrapper.get('label').attributes('for')).toBe(input.attributes('id'));
    expect(wrapper.get(`#${input.attributes('aria-describedby')}`).text()).toBe('Scope (host.eq) must be text.All');
  });

  it('says that it is wrong as long as it is, also of several together', async () => {
    const slots = { default: ({ id }: { id: string }) => h('input', { id }) };
    const wrapper = mount(FormField, { props: { label: 'Scope', field: 'scope', refusals, isGroup: true }, slots });
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('true');
    expect(wrapper.get(`#${wrapper.get('[role=group]').attributes('aria-describedby')}`).text()).toContain('host.eq');
    await wrapper.setProps({ refusals: [] });
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('false');
  });

  it('leaves the rest to the end of the form', () => {
    expect(restOf(refusals, ['scope', 'name'])).toEqual([refusals[1]]);
  });
});

describe('choices', () => {
  it('are taken and taken back', async () => {
    const options = [
      { value: 'a', label: 'A', hint: 'The first' },
      { value: 'b', label: 'B' },
    ];
    const wrapper = mount(CheckList, { props: { options, modelValue: ['a'] } });
    await wrapper.findAll('input')[1]?.setValue(true);
    await wrapper.findAll('input')[0]?.setValue(false);
    expect(wrapper.emitted('update:modelValue')).toEqual([[['a', 'b']], [['b']]]);
    const described = wrapper.get('input').attributes('aria-describedby');
    expect(wrapper.get(`#${described}`).text()).toBe('The first');
  });
});

describe('a scope', () => {
  const show = (filter: object) =>
    mount(ScopeField, {
      props: { id: 'x', describedBy: 'y', hasUplinks: true, modelValue: partsOf({ ...filter }) },
    });

  it('takes conditions by Enter and when it is left, and a text as a part of a name', async () => {
    const wrapper = show({});
    const input = wrapper.get('[role=combobox]');
    await input.setValue('!host:web-*');
    await input.trigger('keydown', { key: 'Enter' });
    await input.setValue('shop');
    await input.trigger('blur');
    expect(wrapper.emitted('update:modelValue')).toMatchObject([
      [{ chips: [{ field: 'host', op: 'isNot', value: 'web-*' }] }],
      [{ chips: [{ field: 'host' }, { field: 'text', op: 'is', value: 'shop' }] }],
    ]);
  });

  it('shows what conditions cannot tell, and lets it be taken away', async () => {
    const wrapper = show({ host: { contains: 'web' }, network: { in: ['shop'] }, uplink: true });
    expect(wrapper.findAll('.chip').map((chip) => chip.get('.text').text())).toEqual([
      'network shop',
      '{"host":{"contains":"web"}}',
    ]);
    expect(wrapper.get<HTMLInputElement>('[type=checkbox]').element.checked).toBe(true);
    await wrapper.get('[aria-label="Take away what conditions cannot tell"]').trigger('click');
    await wrapper.get('[aria-label="Take away network shop"]').trigger('click');
    expect(wrapper.emitted('update:modelValue')).toMatchObject([[{ rest: {} }], [{ chips: [] }]]);
  });
});

describe('a host', () => {
  const shown = async (hostName: string, answer: object): Promise<unknown> => {
    const fetched = jest.fn(async () => ({ status: 200, json: async () => answer }) as Response);
    globalThis.fetch = fetched as typeof fetch;
    const props = { refusals: [], field: 'host', isRequired: true, modelValue: { host: 'a-b', hostName } };
    const wrapper = mount(HostField, { props });
    await flushPromises();
    return [fetched.mock.calls.length, wrapper.emitted('update:modelValue')?.[0]?.[0] ?? null];
  };

  it('is known by its name, also where its id alone is told', async () => {
    const named = { data: { host: { name: 'web-1' } } };
    expect(await shown('a-b', named)).toEqual([1, { host: 'a-b', hostName: 'web-1' }]);
    expect(await shown('web-1', named)).toEqual([0, null]);
    expect(await shown('a-b', { data: { host: null } })).toEqual([1, null]);
  });
});
