import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import NoteForm from './NoteForm.vue';

const AT = new Date(2026, 10, 22, 12, 0, 7).getTime();
const REFUSED = 'must be a date and a time, with a year of four digits.';
let sent: { input: { at: string } }[];
let wrapper: VueWrapper;

beforeEach(async () => {
  sent = [];
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    sent.push((JSON.parse(String(request?.body)) as { variables: { input: { at: string } } }).variables);
    return { status: 200, json: async () => ({ data: { annotate: { annotation: null, refusals: [] } } }) } as Response;
  }) as typeof fetch;
  wrapper = mount(NoteForm, { props: { draft: { at: AT + 250, until: null, host: null } } });
  await wrapper.get('textarea').setValue('Switch replaced');
});

afterEach(() => wrapper.unmount());

async function write(field: 0 | 1, value: string): Promise<void> {
  await wrapper.findAll('input[type=datetime-local]')[field]?.setValue(value);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

it('is about a moment that was typed, and about none by itself', async () => {
  await write(0, '');
  expect([wrapper.text(), sent]).toEqual([expect.stringContaining(`When ${REFUSED}`), []]);
  await write(0, '12026-11-22T12:00:00');
  expect([wrapper.text(), sent]).toEqual([expect.stringContaining(`When ${REFUSED}`), []]);
  await write(0, '2026-11-22T12:00:09');
  expect(sent).toMatchObject([{ input: { at: new Date(AT + 2_000).toISOString(), until: null } }]);
});

it('lasts until a moment, if any', async () => {
  await write(1, '12026-11-22T12:00:00');
  expect([wrapper.text(), sent]).toEqual([expect.stringContaining(`Until, if it lasted ${REFUSED}`), []]);
  await write(1, '');
  expect(wrapper.emitted('done')).toHaveLength(1);
});
