import { afterEach, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { speedWords } from './speed.js';
import SpeedDialog from './SpeedDialog.vue';

const LINK = { id: 'i', name: 'eth0', speedBitsPerSecond: 1e9 };
let wrapper: VueWrapper;
afterEach(() => wrapper?.unmount());

async function open(answer: object): Promise<() => object> {
  const fetch = jest.fn(async () => ({ status: 200, json: async () => answer }) as Response);
  globalThis.fetch = fetch as typeof globalThis.fetch;
  wrapper = mount(SpeedDialog, { props: { link: null }, attachTo: document.body });
  await wrapper.setProps({ link: LINK });
  await flushPromises();
  const sent = (): RequestInit => (fetch.mock.calls as unknown[][]).at(-1)?.[1] as RequestInit;
  return () => (JSON.parse(String(sent().body)) as { variables: object }).variables;
}

async function send(typed: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('[role=dialog] input')!;
  field.value = typed;
  field.dispatchEvent(new Event('input'));
  document.querySelector('[role=dialog] form')!.dispatchEvent(new Event('submit'));
  await flushPromises();
}

it('says that a speed was set by hand, and nothing of one that is not known', () => {
  expect(speedWords(1e10, 'HAND')).toBe('10 Gbit/s, set by hand');
  expect(speedWords(1e10, 'SYSTEM')).toBe('10 Gbit/s');
  expect(speedWords(null, null)).toBeNull();
});

it('sets the speed in the unit that is shown, and leaves it to the system where it is emptied', async () => {
  const asked = await open({ data: { setLinkSpeed: { id: 'i' } } });
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('Link speed of eth0');
  await send('2.5');
  expect(asked()).toEqual({ id: 'i', speed: 2.5e9 });
  expect(wrapper.emitted('done')).toHaveLength(1);
  await send('');
  expect(asked()).toEqual({ id: 'i', speed: null });
});

it('stays open and says why where it is refused', async () => {
  await open({ errors: [{ message: 'bitsPerSecond must be 1 or more', extensions: { code: 'BAD_USER_INPUT' } }] });
  await send('-1');
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('bitsPerSecond must be 1 or more');
  expect(wrapper.emitted('done')).toBeUndefined();
});
