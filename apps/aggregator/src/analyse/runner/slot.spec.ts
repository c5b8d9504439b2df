import { expect, it } from '@jest/globals';
import { interfaceOf } from './interfaces.fixture.js';
import { Slot } from './slot.js';

const fast = { speedBitsPerSecond: 8e9 };
const capacity = (more: Parameters<typeof interfaceOf>[1]): number =>
  new Slot(interfaceOf('host/x0', more)).capacityBytesPerSecond;

it('takes links for as fast as they are told to be, and what the kernel invents for unknown', () => {
  expect(capacity({ ...fast, class: 'uplink', isUplink: true })).toBe(1e9);
  expect(capacity({ ...fast, class: 'bond-member' })).toBe(1e9);
  expect(capacity({ ...fast, class: 'veth' })).toBeNaN();
  expect(capacity({ class: 'uplink', isUplink: true })).toBeNaN();
});

it('believes people of whatever they say it', () => {
  expect(capacity({ ...fast, class: 'vlan', isSpeedSet: true })).toBe(1e9);
});
