import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { Channel, ChannelKindInfo, ChannelSetting, Delivery } from '../../api/operations/channels.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import ChannelsPage from '../ChannelsPage.vue';
import { draftOf, inputOf, newDraft, readable } from './draft.js';
import { channelState, deliveryState, whereWords } from './words.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const ago = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();
const setting = (name: string, more: Partial<ChannelSetting> = {}): ChannelSetting => ({
  ...{ name, title: name, isSecret: false, isNeeded: true, isList: false, isLong: false, isNumber: false },
  ...{ choices: [], usual: null, example: null },
  ...more,
});
const EMAIL: ChannelKindInfo = {
  kind: 'EMAIL',
  title: 'E-mail',
  settings: [
    setting('host', { title: 'Server' }),
    setting('port', { isNumber: true, isNeeded: false, usual: '587' }),
    setting('tls', { choices: ['starttls', 'tls', 'none'], isNeeded: false, usual: 'starttls' }),
    setting('password', { title: 'Password', isSecret: true, isNeeded: false }),
    setting('to', { title: 'To', isList: true }),
  ],
};
const channel: Channel = {
  ...{ name: HOSTILE, kind: 'EMAIL', settings: { host: 'smtp.example.org', port: 25, to: ['a@x.org', 'b@x.org'] } },
  ...{ secretsSet: ['password'], takesAll: true, isEnabled: true, waitingCount: 0 },
  pace: { mostPerMinute: 10, digestSeconds: 0, remindSeconds: null },
  ...{ lastSentAt: ago(30), lastFailure: null },
};

describe('what is typed of a channel', () => {
  it('begins with what is set, secrets apart, and goes back as it was', () => {
    const draft = draftOf(channel);
    expect(draft.settings).toEqual({ host: 'smtp.example.org', port: '25', to: 'a@x.org\nb@x.org' });
    expect(inputOf(draft, EMAIL).settings).toEqual({ host: 'smtp.example.org', port: 25, to: ['a@x.org', 'b@x.org'] });
  });

  it('sends a secret only where it is typed, and takes it away where that is wanted', () => {
    const draft = draftOf(channel);
    expect(inputOf(draft, EMAIL).settings).not.toHaveProperty('password');
    expect(inputOf({ ...draft, dropped: ['password'] }, EMAIL).settings).toHaveProperty('password', null);
    const typed = { ...draft, dropped: ['password'], settings: { ...draft.settings, password: ' s3 ' } };
    expect(inputOf(typed, EMAIL).settings).toHaveProperty('password', ' s3 ');
  });

  it('leaves what is no number to whoever reads it', () => {
    const draft = { ...newDraft('EMAIL'), settings: { port: 'smtp' } };
    expect(inputOf(draft, EMAIL).settings).toEqual({ port: 'smtp' });
  });

  it('has what is wrong with one of a list by what was typed', () => {
    const draft = { ...newDraft('EMAIL'), settings: { to: 'a@x.org, b' } };
    expect(readable([{ field: 'to[1]', reason: 'must be one address' }], draft)).toEqual([
      { field: 'to', reason: '“b” must be one address' },
    ]);
  });
});

describe('how a channel stands', () => {
  it('is told in words', () => {
    const told = (more: Partial<Channel>) => channelState({ ...channel, ...more }, NOW);
    expect(told({})).toEqual({ tone: 'good', words: 'Last message 30 s ago' });
    expect(told({ lastSentAt: null }).words).toBe('Nothing was sent yet');
    expect(told({ isEnabled: false }).tone).toBe('none');
    const lastFailure = { at: ago(60), field: 'host', reason: 'is closed' };
    expect(told({ lastFailure, waitingCount: 1 })).toEqual({ tone: 'bad', words: 'Failed 1 min ago, 1 message waits' });
    expect(whereWords(channel.settings)).toBe('a@x.org, b@x.org by smtp.example.org');
  });

  it('of a message says whether it is tried again', () => {
    const delivery: Delivery = {
      ...{ id: 'm', channel: 'x', title: 't', severity: 'CRITICAL', state: 'WAITING', madeAt: ago(60), tries: 2 },
      ...{ nextTryAt: ago(-15), sentAt: null, answer: null, failedField: 'host', failedReason: 'is closed' },
    };
    expect(deliveryState(delivery, NOW).words).toBe('Failed 2 times, tried again in 15 s');
    expect(deliveryState({ ...delivery, state: 'GIVEN_UP' }, NOW).words).toBe('Given up, after 2 tries');
    expect(deliveryState({ ...delivery, failedReason: null, tries: 0 }, NOW).words).toBe('On its way');
  });
});

describe('the page of channels', () => {
  let wrapper: VueWrapper;
  let sent: Record<string, unknown>[];
  let refusals: object[];

  beforeEach(async () => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    sent = [];
    refusals = [];
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      const { query, variables } = JSON.parse(String(request?.body)) as { query: string; variables: object };
      const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      const answers: Record<string, object> = {
        Channels: { channels: [channel], channelKinds: [EMAIL] },
        Deliveries: { deliveries: { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } } },
        SaveChannel: { saveChannel: { channel: null, refusals } },
        TestChannel: {
          testChannel: { isSent: refusals.length === 0, answer: '250 OK', field: null, reason: null, refusals },
        },
      };
      if (name === 'SaveChannel' || name === 'TestChannel') sent.push(variables as Record<string, unknown>);
      return { status: 200, json: async () => ({ data: answers[name] }) } as Response;
    }) as typeof fetch;
    const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
    const router = createRouter({ history: createMemoryHistory(), routes });
    await router.push(`/alerts/channels?edit=${encodeURIComponent(HOSTILE)}`);
    const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
    const global = { plugins: [router], provide: { [LIVE_KEY as symbol]: live } };
    wrapper = mount(ChannelsPage, { global, attachTo: document.body });
    await flushPromises();
  });

  afterEach(() => {
    wrapper.unmount();
    jest.useRealTimers();
  });

  it('says of a secret only that it is set, and sends none that was not typed', async () => {
    const secret = wrapper.get<HTMLInputElement>('input[type=password]');
    expect([secret.element.value, secret.attributes('placeholder')]).toEqual(['', 'set; type to replace it']);
    await wrapper.get('form').trigger('submit');
    expect(JSON.stringify(sent)).not.toContain('password');
    expect(wrapper.find('img').exists()).toBe(false);
    expect(wrapper.text()).toContain(HOSTILE);
  });

  it('begins where the form is, and tells whoever cannot see where they are', () => {
    expect(document.activeElement?.textContent).toBe(HOSTILE);
    expect(wrapper.get('.tabs [aria-current=page]').text()).toBe('Channels');
  });

  it('has what a test message met at its field', async () => {
    refusals = [{ field: 'host', reason: 'cannot be reached' }];
    await wrapper.findAll('form .acts button')[1]?.trigger('click');
    await flushPromises();
    expect(wrapper.get('form').text()).toContain('Server cannot be reached.');
    expect(document.activeElement).toBe(wrapper.get('.form-field.wrong input').element);
    expect(wrapper.get('form').text()).toContain('The test message did not arrive');
    refusals = [];
    await wrapper.findAll('form .acts button')[1]?.trigger('click');
    await flushPromises();
    expect(wrapper.get('form').text()).toContain('It arrived. The other side answered: 250 OK');
    expect(wrapper.get('form').text()).not.toContain('cannot be reached');
  });
});
