import { describe, expect, it } from '@jest/globals';
import { className, displayName, shortName } from './name.js';

describe('displayName', () => {
  const web = { name: 'web', pod: null };
  const eth0 = { name: 'eth0', class: 'CONTAINER', network: { name: 'shop_default' }, containers: [web] };

  it('calls a container interface by its container and network', () => {
    expect(displayName(eth0)).toEqual({ title: 'web', detail: 'shop_default' });
    expect(displayName({ ...eth0, network: null })).toEqual({ title: 'web', detail: 'eth0' });
  });
  it('names all containers that share a namespace', () => {
    expect(displayName({ ...eth0, containers: [web, { name: 'proxy', pod: null }] }).title).toBe('web + proxy');
  });
  it('calls the containers of a pod by their pod', () => {
    const pod = 'web-6d4f9c7b5-x2x7k';
    const app = { name: 'app', pod };
    expect(displayName({ ...eth0, containers: [app, { name: 'pod sandbox', pod }] }).title).toBe(pod);
    expect(displayName({ ...eth0, containers: [app, web] }).title).toBe('app + web');
  });
  it("calls a host's interface by its own name and class", () => {
    expect(displayName({ name: 'eth0', class: 'UPLINK', network: null, containers: [] })).toEqual({
      title: 'eth0',
      detail: 'uplink',
    });
    expect(displayName({ name: 'br-1', class: 'BRIDGE', network: { name: 'shop' }, containers: [] }).detail).toBe(
      'bridge of shop',
    );
  });
});

describe('names', () => {
  it('says that a class is not known yet', () => expect(className(null)).toBe('unknown'));
  it('shortens ids that stand for a name, and nothing else', () => {
    expect(shortName('a'.repeat(64))).toBe('a'.repeat(12));
    expect(shortName('a'.repeat(63))).toBe('a'.repeat(63));
  });
});
